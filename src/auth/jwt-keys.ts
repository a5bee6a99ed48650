import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Config } from '../config/config.js';

/** Headers that change what a token means: whoever does not know them must refuse it (RFC 7515). */
const UNKNOWN_HEADERS = ['crit', 'b64'];

type Secrets = Pick<Config, 'jwtSecret' | 'jwtSecretPrevious'>;

/** Something of each secret that is taken for right, that of now first. */
export type OfEachSecret<Of> = readonly [Of, ...Of[]];

/** The secret as a key object: verifying with a string costs a hundred times more per request. */
export function jwtKeyOf({ jwtSecret }: Pick<Config, 'jwtSecret'>): KeyObject {
  return createSecretKey(Buffer.from(jwtSecret, 'utf8'));
}

/**
 * Gives the key by which a token is to be checked: that of now, or that of the other secret for
 * what it has signed. Undefined for what cannot be a token of ours: its first two parts are no
 * JSON objects, or its header asks for more than is known here.
 */
export function keyChooserOf(config: Secrets): (token: string) => KeyObject | undefined {
  const [current, previous] = keysOf(config);
  return (token) => {
    const [head = '', claims = '', signature = ''] = token.split('.');
    const fields = objectIn(head);
    if (!fields || UNKNOWN_HEADERS.some((name) => name in fields)) return undefined;
    if (!objectIn(claims)) return undefined;
    if (!previous || isSignedBy(current, `${head}.${claims}`, signature)) return current;
    return previous;
  };
}

/**
 * Keys for something else that hangs on the secrets, set apart from the tokens and from other such
 * keys by a purpose. The first one is for what is made now, all are for what is looked at.
 */
export function derivedKeysOf(config: Secrets, purpose: string): OfEachSecret<Buffer> {
  const derived = (key: KeyObject) => createHmac('sha256', key).update(purpose).digest();
  const [current, ...others] = keysOf(config);
  return [derived(current), ...others.map(derived)];
}

function keysOf({ jwtSecret, jwtSecretPrevious }: Secrets): OfEachSecret<KeyObject> {
  const current = jwtKeyOf({ jwtSecret });
  if (jwtSecretPrevious === undefined) return [current];
  return [current, jwtKeyOf({ jwtSecret: jwtSecretPrevious })];
}

function isSignedBy(key: KeyObject, content: string, signature: string): boolean {
  const given = Buffer.from(signature, 'base64url');
  const right = createHmac('sha256', key).update(content).digest();
  return given.length === right.length && timingSafeEqual(given, right);
}

function objectIn(part: string): object | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
