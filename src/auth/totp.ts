import { generateSecret, generateURI, verifySync } from 'otplib';

/** As authenticators show it beside their codes. */
const ISSUER = 'Coach sessions';
/** What all authenticators know: SHA-1, six digits, 30 seconds (RFC 6238). */
const STEP_SECONDS = 30;

/** A new secret of 160 bits, as base32. */
export function newSecret(): string {
  return generateSecret({ length: 20 });
}

/** What an authenticator reads from a QR code. */
export function otpauthUrl(secret: string, email: string): string {
  return generateURI({ issuer: ISSUER, label: email, secret });
}

/**
 * The step of a code of six digits, in 30 seconds since 1970; undefined where it is none of now.
 * That of the step before and the one after will do: clocks differ, and typing takes time.
 */
export function stepOf(digits: string, secret: string, now: Date): number | undefined {
  const epoch = Math.floor(now.getTime() / 1000);
  const found = verifySync({ secret, token: digits, epoch, epochTolerance: STEP_SECONDS });
  return found.valid && 'timeStep' in found ? found.timeStep : undefined;
}
