import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Config } from '../config/config.js';

/** Headers that change what a token means: whoever does not know them must refuse it (RFC 7515). */
const UNKNOWN_HEADERS = ['crit', 'b64'];

/** The secret as a key object: verifying with a string costs a hundred times more per request. */
export function jwtKeyOf(config: Pick<Config, 'jwtSecret'>): KeyObject {
  return createSecretKey(Buffer.from(config.jwtSecret, 'utf8'));
}

/**
 * Gives the key by which a token is to be checked, or undefined for what cannot be one of ours: its
 * first two parts are no JSON objects, or its header asks for more than is known here.
 */
export function keyChooserOf(
  config: Pick<Config, 'jwtSecret'>,
): (token: string) => KeyObject | undefined {
  const key = jwtKeyOf(config);
  return (token) => {
    const [head = '', claims = ''] = token.split('.');
    const fields = objectIn(head);
    if (!fields || UNKNOWN_HEADERS.some((name) => name in fields)) return undefined;
    return objectIn(claims) && key;
  };
}

/**
 * A key for something else that hangs on the secret, set apart from the tokens and from other such
 * keys by a purpose.
 */
export function derivedKeyOf(config: Pick<Config, 'jwtSecret'>, purpose: string): Buffer {
  return createHmac('sha256', jwtKeyOf(config)).update(purpose).digest();
}

function objectIn(part: string): object | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
