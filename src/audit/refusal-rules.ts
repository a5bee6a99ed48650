import { HOUR_MS } from '../common/durations.js';

/** Stands for all whom nobody knows: they share their counts, as if they were one person. */
export const NOBODY = 0;

/**
 * What is wrong with a bearer token: it cannot be read, asks for another algorithm, is not signed
 * by us; is signed by us and says what we never say; is a device's that is not known or not good
 * any more; or let somebody in whose sign-in, account or role has ended since.
 */
export type TokenKind =
  'unreadable' | 'algorithm' | 'signature' | 'claims' | 'device_token' | 'ended';

/** The end of the hour of the clock in which an instant is; refusals are counted by it. */
export function endOfHour(at: Date): Date {
  return new Date((Math.floor(at.getTime() / HOUR_MS) + 1) * HOUR_MS);
}
