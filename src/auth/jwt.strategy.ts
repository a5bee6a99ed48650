import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy, type StrategyOptionsWithRequest } from 'passport-jwt';
import { ROLES, type Person, type Role } from '../common/actor.js';
import { Config } from '../config/config.js';
import { UUID } from '../http/fields.js';
import { ACCESS_TOKEN } from './access-token.js';
import { DeviceTokens } from './device-tokens.service.js';
import { keyChooserOf } from './jwt-keys.js';
import type { LimitedRequest } from './person-limits.service.js';
import { RefusedToken } from './refused-token-rules.js';

/** The last second that a database keeps; what claims to end later has no end. */
const END_OF_DATES = 253_402_300_799;

/** Reads the person out of a bearer token whose signature, audience and expiry were checked. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    config: Config,
    private readonly deviceTokens: DeviceTokens,
  ) {
    const keyOf = keyChooserOf(config);
    const options = {
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      // The library fails where the claims are null, so that is looked at before.
      secretOrKeyProvider: (
        _: unknown,
        token: string,
        done: (unreadable: Error | null, key?: KeyObject) => void,
      ) => {
        const key = keyOf(token);
        done(key ? null : new Error('no token of ours'), key);
      },
      algorithms: [ACCESS_TOKEN.algorithm],
      issuer: ACCESS_TOKEN.issuer,
      audience: ACCESS_TOKEN.audience,
      passReqToCallback: true,
    };
    // The types know only text; the library takes a key object, which is far faster to use.
    super(options as unknown as StrategyOptionsWithRequest);
  }

  /**
   * The person of a token, and on the request how long it lets them in. The short-lived ones are
   * believed; for those of a device the database is asked, which may throw `not_signed_in`,
   * `token_expired` or `unavailable`. Throws `too_many_requests` before.
   */
  async validate(request: LimitedRequest, claims: Record<string, unknown> | null): Promise<Person> {
    const { sub, role, exp, device, sid = null, sf } = claims ?? {};
    const id = typeof sub === 'string' && /^[1-9]\d{0,9}$/.test(sub) ? Number(sub) : 0;
    const known = ROLES.find((name) => name === role);
    const hasEnd = typeof exp === 'number' && exp <= END_OF_DATES;
    if (id === 0 || !hasEnd || !isWhole(known, device, sid)) {
      throw new RefusedToken('claims', 'The access token is not one of ours. Sign in again.');
    }
    const deviceTokenId = device === undefined ? null : Number(device);
    request.count?.(id, deviceTokenId);
    const person =
      device === undefined && known
        ? { id, role: known }
        : await this.deviceTokens.holderOf(device, id, exp);
    const endsAt = new Date(exp * 1000);
    const hasSecondFactor = sf === true;
    const access = { person, endsAt, deviceTokenId, signInId: sid, hasSecondFactor };
    Object.assign(request, { access });
    return person;
  }
}

/** Whether a claim names a sign-in, or there is none, as in tokens of the release before. */
function isSignIn(sid: unknown): boolean {
  return sid === null || (typeof sid === 'string' && UUID.test(sid));
}

/** Whether it is the token of a device, which names no sign-in, or of a known role. */
function isWhole(known: Role | undefined, device: unknown, sid: unknown): boolean {
  return device === undefined ? known !== undefined && isSignIn(sid) : sid === null;
}
