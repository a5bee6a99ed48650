import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Config } from '../config/config.js';

/** The secret as a key object: verifying with a string costs a hundred times more per request. */
export function jwtKeyOf(config: Pick<Config, 'jwtSecret'>): KeyObject {
  return createSecretKey(Buffer.from(config.jwtSecret, 'utf8'));
}

/**
 * A key for something else that hangs on the secret, set apart from the tokens and from other such
 * keys by a purpose.
 */
export function derivedKeyOf(config: Pick<Config, 'jwtSecret'>, purpose: string): Buffer {
  return createHmac('sha256', jwtKeyOf(config)).update(purpose).digest();
}
