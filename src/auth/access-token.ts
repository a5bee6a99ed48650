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
