import { randomBytes } from 'node:crypto';
import type { Person } from '../common/actor.js';
import { MINUTE_MS } from '../common/durations.js';
import type { Config } from '../config/config.js';

/** So many are made at a time; each is good once. */
const RECOVERY_CODES = 10;
/** The longest code that is looked at: letters, and what people put between them. */
export const MAX_CODE_LENGTH = 40;
/** A secret that was shown is to be confirmed within that time. */
const PENDING_FOR_MS = 60 * MINUTE_MS;

/** Crockford's: without letters that are taken for a digit or, by chance, make a word. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const HALF = 5;

/** A code as it was typed, in the one way in which it can be compared; undefined for any other. */
export type GivenCode =
  | { readonly kind: 'step'; readonly digits: string }
  | { readonly kind: 'recovery'; readonly letters: string };

/** Tells the six digits of an authenticator from a recovery code, however they were typed. */
export function readCode(text: string): GivenCode | undefined {
  const bare = text.replace(/[\s-]/g, '').toLowerCase();
  if (/^\d{6}$/.test(bare)) return { kind: 'step', digits: bare };
  const letters = bare.replace(/o/g, '0').replace(/[il]/g, '1');
  const isOurs = letters.length === 2 * HALF && [...letters].every((one) => ALPHABET.includes(one));
  return isOurs ? { kind: 'recovery', letters } : undefined;
}

/** Ten new recovery codes of 50 bits each, in the way in which they are compared. */
export function newRecoveryCodes(): string[] {
  // A byte holds each letter of the 32 equally often.
  const code = () => [...randomBytes(2 * HALF)].map((byte) => ALPHABET[byte % 32]).join('');
  const codes = new Set<string>();
  while (codes.size < RECOVERY_CODES) codes.add(code());
  return [...codes];
}

/** A recovery code as people read it: `xxxxx-xxxxx`. */
export function shownCode(letters: string): string {
  return `${letters.slice(0, HALF)}-${letters.slice(HALF)}`;
}

/** Whether somebody reaches nothing by a sign-in without the second factor. */
export function demandsSecondFactor(
  { secondFactor }: Pick<Config, 'secondFactor'>,
  { role }: Pick<Person, 'role'>,
): boolean {
  return secondFactor === 'required' && (role === 'admin' || role === 'staff');
}

/** Whether a secret that was shown may still be confirmed. */
export function isPending(createdAt: Date, now: Date): boolean {
  return now.getTime() - createdAt.getTime() < PENDING_FOR_MS;
}
