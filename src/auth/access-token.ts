import type { Role } from '../common/actor.js';

/** How access tokens are signed and addressed; anything else is refused. */
export const ACCESS_TOKEN = {
  algorithm: 'HS256',
  issuer: 'coach-sessions',
  audience: 'coach-sessions-api',
} as const;

/** What an access token says beside the registered claims; the subject is the user's id. */
export interface AccessTokenClaims {
  readonly role: Role;
}

/**
 * What the token of a device says instead: which one it is. It names no role, because the person's
 * role of the day is asked for at every use, and a reader who does not ask must not accept it.
 */
export interface DeviceTokenClaims {
  readonly device: number;
  /** Seconds since 1970, as the standard has it. */
  readonly exp: number;
}
