import { MINUTE_MS } from '../common/durations.js';
import { Problem } from '../common/problem.js';
import type { Access } from '../http/api-request.js';

/** For so long after it was given the password is not asked for again. */
const CONFIRMED_FOR_MS = 10 * MINUTE_MS;

const NEEDED = 'Give your password once more. It is asked for before changes that open doors.';
const OF_A_DEVICE = 'A device token cannot do this. Sign in with e-mail address and password.';
const NO_SIGN_IN = 'This access token names no sign-in. Refresh it, then try again.';

/** Until when nothing asks for a password that was given at this instant. */
export function confirmedUntil(confirmedAt: Date): Date {
  return new Date(confirmedAt.getTime() + CONFIRMED_FOR_MS);
}

/** Throws `password_needed` where the password was given longer ago than minutes. */
export function requireConfirmed(confirmedAt: Date | null, now: Date): void {
  if (confirmedAt && confirmedUntil(confirmedAt) >= now) return;
  throw new Problem('password_needed', NEEDED);
}

/**
 * The sign-in of which it is known when the password was given. Throws `forbidden` for a device's
 * token, by which none was ever given, and `not_signed_in` for an access token of a release that
 * named no sign-in: a refresh changes it into one that does.
 */
export function requireOwnSignIn({ signInId, deviceTokenId }: Access): string {
  if (deviceTokenId !== null) throw new Problem('forbidden', OF_A_DEVICE);
  if (signInId === null) throw new Problem('not_signed_in', NO_SIGN_IN);
  return signInId;
}
