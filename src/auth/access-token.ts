import type { Role } from '../common/actor.js';

/** Algorithm, issuer and audience of access tokens; tokens with others are refused. */
export const ACCESS_TOKEN = {
  algorithm: 'HS256',
  issuer: 'coach-sessions',
  audience: 'coach-sessions-api',
} as const;

/** Claims of an access token beside the registered ones; the subject is the user's id. */
export interface AccessTokenClaims {
  readonly role: Role;
  /** The sign-in; tokens of the release before, which last for minutes, name none. */
  readonly sid?: string;
  /** Whether a code of the second factor was given within the sign-in. */
  readonly sf?: true;
}

/**
 * Claims of a device's token. It names no role: the person's current role is read from the database
 * at every use, and a program that does not know the claim `device` must refuse the token.
 */
export interface DeviceTokenClaims {
  readonly device: number;
  /** Seconds since 1970, as the standard has it. */
  readonly exp: number;
}
