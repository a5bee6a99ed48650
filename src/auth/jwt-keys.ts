import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Config } from '../config/config.js';

/** The secret as a key object: verifying with a string costs a hundred times more per request. */
export function jwtKeyOf(config: Pick<Config, 'jwtSecret'>): KeyObject {
  return createSecretKey(Buffer.from(config.jwtSecret, 'utf8'));
}

/**
 * Keys for something else that hangs on the secret, set apart from the tokens and from each other
 * by a purpose. The first one is for what is made from now on; what an earlier one made still fits.
 */
export function derivedKeysOf(
  config: Pick<Config, 'jwtSecret'>,
  purpose: string,
): readonly [Buffer, ...Buffer[]] {
  return [createHmac('sha256', jwtKeyOf(config)).update(purpose).digest()];
}
