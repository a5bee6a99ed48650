import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Cleanup } from '../audit/cleanup.service.js';
import { roleOfUserType } from '../common/actor.js';
import { MINUTE_MS } from '../common/durations.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import { ACCESS_TOKEN, type AccessTokenClaims, type DeviceTokenClaims } from './access-token.js';
import { derivedKeysOf, type OfEachSecret } from './jwt-keys.js';
import { RefreshToken } from './refresh-token.entity.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';
import type { SignInTerms } from './sign-ins.service.js';
import type { User } from './user.entity.js';

/** What a person gets at sign-in. `expiresIn` is the access token's life in seconds. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

/** The sign-in of an access token; without a family it names none. */
type NamedSignIn = Pick<SignInTerms, 'endsAt' | 'hasSecondFactor'> & {
  readonly family: string | undefined;
};

/** A telephone that lost the answer asks again at once; nobody needs longer for that. */
const ASKED_AGAIN_WITHIN_MS = MINUTE_MS;

/** What sets the key of successors apart from everything else that is signed with the secret. */
const OF_SUCCESSORS = 'refresh token successors';

/**
 * Gives out access tokens (signed, short) and refresh tokens (kept as hashes). The first of a
 * sign-in is random; each successor is derived from the one before, so that whoever lost the
 * answer gets the same one again, and there never is a second.
 */
@Injectable()
export class Tokens {
  private readonly successorKeys: OfEachSecret<Buffer>;

  constructor(
    private readonly config: Config,
    private readonly jwt: JwtService,
    private readonly refreshTokens: RefreshTokensRepository,
    cleanup: Cleanup,
  ) {
    cleanup.register(RefreshToken);
    this.successorKeys = derivedKeysOf(config, OF_SUCCESSORS);
  }

  /** The first pair of tokens of a sign-in; its refresh token is kept by the end of `tx`. */
  issue(tx: Tx, user: User, at: Date, signIn: SignInTerms): TokenPair {
    return this.add(tx, user, at, signIn, randomBytes(32).toString('base64url'));
  }

  /** The pair that follows a refresh token, which was just used. */
  issueNext(tx: Tx, user: User, at: Date, signIn: SignInTerms, used: string): TokenPair {
    return this.add(tx, user, at, signIn, successorBy(this.successorKeys[0], used));
  }

  /** The pair that `issueNext` gave before, by its refresh token, with an access token of now. */
  pairAgain(user: User, at: Date, signIn: NamedSignIn, refreshToken: string): TokenPair {
    return this.pairOf(user, at, signIn, refreshToken);
  }

  /**
   * The token that follows a used one, if it may be had once more: the other was used a minute ago
   * at most, and nobody has used this one. By whichever secret it was made.
   */
  async findSuccessor(tx: Tx, refreshToken: string, at: Date): Promise<string | undefined> {
    const used = await this.refreshTokens.findByHash(tx, this.hashOf(refreshToken));
    const usedMs = used?.usedAt?.getTime();
    if (usedMs === undefined || at.getTime() - usedMs > ASKED_AGAIN_WITHIN_MS) return undefined;
    for (const key of this.successorKeys) {
      const successor = successorBy(key, refreshToken);
      const next = await this.refreshTokens.findByHash(tx, this.hashOf(successor));
      if (next) return next.usedAt === null && next.revokedAt === null ? successor : undefined;
    }
    return undefined;
  }

  private add(tx: Tx, user: User, at: Date, signIn: SignInTerms, refreshToken: string): TokenPair {
    const { family, expiresAt } = signIn;
    const tokenHash = this.hashOf(refreshToken);
    this.refreshTokens.add(tx, { userId: user.id, family, tokenHash, createdAt: at, expiresAt });
    return this.pairOf(user, at, signIn, refreshToken);
  }

  /** An access token does not outlast its sign-in. */
  private pairOf(
    user: User,
    at: Date,
    { family, endsAt, hasSecondFactor }: NamedSignIn,
    refreshToken: string,
  ): TokenPair {
    const leftSeconds = Math.max(Math.floor((endsAt.getTime() - at.getTime()) / 1000), 1);
    const expiresIn = Math.min(this.config.accessTokenMinutes * 60, leftSeconds);
    const claims: AccessTokenClaims = {
      role: roleOfUserType(user.userTypeId),
      ...(family === undefined ? {} : { sid: family }),
      ...(hasSecondFactor ? { sf: true } : {}),
    };
    const accessToken = this.jwt.sign(claims, { ...signOptionsFor(user.id), expiresIn });
    return { accessToken, refreshToken, expiresIn };
  }

  /** The access token of one device, good as long as its row in the database says so. */
  signForDevice(device: number, userId: number, expiresAt: Date): string {
    const claims: DeviceTokenClaims = { device, exp: Math.floor(expiresAt.getTime() / 1000) };
    return this.jwt.sign(claims, signOptionsFor(userId));
  }

  /** What the database keeps of a refresh token, so that a stolen copy of it opens nothing. */
  hashOf(refreshToken: string): string {
    return createHash('sha256').update(refreshToken).digest('hex');
  }
}

function successorBy(key: Buffer, refreshToken: string): string {
  return createHmac('sha256', key).update(refreshToken).digest('base64url');
}

/** The options by which every token of ours is signed. */
function signOptionsFor(userId: number) {
  return { ...ACCESS_TOKEN, subject: String(userId) };
}
