import { createHmac, createSign, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { ACCESS_TOKEN } from '../../src/auth/access-token.js';

/** What a forger knows: the secret where only the claims are forged, and somebody's valid token. */
export interface Loot {
  readonly secret: string;
  readonly adminId: number;
  /** A valid token of a member. */
  readonly memberToken: string;
}

type Json = Record<string, unknown>;
const HS256 = { alg: 'HS256', typ: 'JWT' };
const HOUR = 3600;

/** A token that is right in every respect but those that are named. */
export function tokenWith(loot: Loot, claims: Json = {}, header: Json = HS256): string {
  return hmac(loot.secret, claimsOf(loot, claims), header);
}

function claimsOf({ adminId }: Loot, changes: Json = {}): Json {
  const { issuer: iss, audience: aud } = ACCESS_TOKEN;
  const iat = Math.floor(Date.now() / 1000);
  return { role: 'admin', iat, exp: iat + HOUR, iss, aud, sub: String(adminId), ...changes };
}

function hmac(key: string, claims: unknown, header: Json = HS256, hash = 'sha256'): string {
  const content = `${encode(header)}.${encode(claims)}`;
  return `${content}.${createHmac(hash, key).update(content).digest('base64url')}`;
}

function asymmetric(alg: string, key: KeyObject, claims: Json, header: Json = {}): string {
  const content = `${encode({ alg, typ: 'JWT', ...header })}.${encode(claims)}`;
  const signature =
    alg === 'EdDSA'
      ? sign(null, Buffer.from(content), key)
      : createSign('sha256').update(content).sign({ key, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string | undefined): Json {
  return JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as Json;
}

/** The member's token with other claims under the old signature. */
function edited({ memberToken }: Loot, changes: Json, header: Json = {}): string {
  const [head, claims, signature] = memberToken.split('.');
  return [encode({ ...decode(head), ...header }), encode({ ...decode(claims), ...changes })]
    .concat(signature ?? '')
    .join('.');
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;

const unsigned = (alg: string) => (loot: Loot) => `${encode({ alg })}.${encode(claimsOf(loot))}.`;
const claiming = (changes: Json) => (loot: Loot) => tokenWith(loot, changes);
const keyed = (keyOf: (secret: string) => string) => (loot: Loot) =>
  hmac(keyOf(loot.secret), claimsOf(loot));
const cut = (change: (token: string) => string) => (loot: Loot) => change(tokenWith(loot));

/** Tokens that must open nothing, by what is wrong with them. */
export const FORGERIES: Record<string, (loot: Loot) => string> = {
  'alg none': unsigned('none'),
  'alg None': unsigned('None'),
  'alg NONE': unsigned('NONE'),
  'alg nOnE': unsigned('nOnE'),
  'alg none over a genuine signature': (loot) => edited(loot, {}, { alg: 'none' }),
  'an empty alg': unsigned(''),
  'no alg at all': (loot) => hmac(loot.secret, claimsOf(loot), { typ: 'JWT' }),
  'HS384 with the right key': (loot) =>
    hmac(loot.secret, claimsOf(loot), { alg: 'HS384' }, 'sha384'),
  'HS512 with the right key': (loot) =>
    hmac(loot.secret, claimsOf(loot), { alg: 'HS512' }, 'sha512'),
  'HS256 with a SHA-512 signature': (loot) => hmac(loot.secret, claimsOf(loot), HS256, 'sha512'),
  'RS256 with the forger’s key': (loot) => asymmetric('RS256', rsa.privateKey, claimsOf(loot)),
  'RS256 with the forger’s key in the header': (loot) =>
    asymmetric('RS256', rsa.privateKey, claimsOf(loot), {
      jwk: rsa.publicKey.export({ format: 'jwk' }),
    }),
  'RS256 over an HMAC of the secret': (loot) => tokenWith(loot, {}, { alg: 'RS256' }),
  'ES256 with the forger’s key': (loot) => asymmetric('ES256', ec.privateKey, claimsOf(loot)),
  'EdDSA with the forger’s key': (loot) => asymmetric('EdDSA', ed.privateKey, claimsOf(loot)),
  'another key': keyed(() => 'a-secret-that-only-the-forger-knows-0123456789'),
  'no key': keyed(() => ''),
  'the key of the demo': keyed(() => 'only-for-trying-out-on-this-machine-0000'),
  'the key with a line break': keyed((secret) => `${secret}\n`),
  'half of the key': keyed((secret) => secret.slice(0, secret.length / 2)),
  'the key read as base64': keyed((secret) => Buffer.from(secret, 'base64').toString('latin1')),
  'a key file of the forger’s choice': (loot) =>
    hmac('', claimsOf(loot), { ...HS256, kid: '../../../../dev/null' }),
  'another issuer': claiming({ iss: 'somebody-else' }),
  'no issuer': claiming({ iss: undefined }),
  'a list of issuers': claiming({ iss: ['coach-sessions'] }),
  'another audience': claiming({ aud: 'another-api' }),
  'no audience': claiming({ aud: undefined }),
  'an empty list of audiences': claiming({ aud: [] }),
  'no end': claiming({ exp: undefined }),
  'an end that is null': claiming({ exp: null }),
  'an end in words': claiming({ exp: '2099-01-01' }),
  'a beginning in an hour': claiming({ nbf: seconds(HOUR) }),
  'subject 0': claiming({ sub: '0' }),
  'subject -1': claiming({ sub: '-1' }),
  'subject abc': claiming({ sub: 'abc' }),
  'subject 1e3': claiming({ sub: '1e3' }),
  'subject 0x1': claiming({ sub: '0x1' }),
  'subject 01': claiming({ sub: '01' }),
  'subject 1.0': claiming({ sub: '1.0' }),
  'subject "1 or 1=1"': claiming({ sub: '1 or 1=1' }),
  'a subject with a line break': claiming({ sub: '1\n' }),
  'a subject of twelve digits': claiming({ sub: '100000000001' }),
  'an empty subject': claiming({ sub: '' }),
  'no subject': claiming({ sub: undefined }),
  'a subject that is a number': (loot) => tokenWith(loot, { sub: loot.adminId }),
  'a list of subjects': (loot) => tokenWith(loot, { sub: [String(loot.adminId)] }),
  'an unknown role': claiming({ role: 'owner' }),
  'a role in capitals': claiming({ role: 'ADMIN' }),
  'a list of roles': claiming({ role: ['admin'] }),
  'no role': claiming({ role: undefined }),
  'the role of a program': claiming({ role: 'system' }),
  'the role __proto__': claiming({ role: '__proto__' }),
  'a member’s token edited to admin': (loot) => edited(loot, { role: 'admin' }),
  'a member’s token edited to another person': (loot) =>
    edited(loot, { sub: String(loot.adminId) }),
  'a member’s token edited to last longer': (loot) => edited(loot, { exp: seconds(99 * HOUR) }),
  'claims that are a list': (loot) => hmac(loot.secret, [claimsOf(loot)]),
  'claims that are null': ({ secret }) => hmac(secret, null),
  'claims that are null, by another key': () => hmac('a-key-of-the-forger', null),
  'an extension that one must know': (loot) =>
    tokenWith(loot, {}, { ...HS256, crit: ['exp'], exp: 1 }),
  'claims that are not encoded': (loot) => tokenWith(loot, {}, { ...HS256, b64: false }),
  'claims that are text': ({ secret }) => hmac(secret, 'admin'),
  'claims that are no JSON': ({ secret }) => {
    const content = `${encode(HS256)}.${Buffer.from('{admin').toString('base64url')}`;
    return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
  },
  'no signature': cut((token) => token.slice(0, token.lastIndexOf('.') + 1)),
  'two parts': cut((token) => token.slice(0, token.lastIndexOf('.'))),
  'four parts': cut((token) => `${token}.${token}`),
  'a signature without its end': cut((token) => token.slice(0, -2)),
  'a signature that goes on': cut((token) => `${token}AA`),
  'a genuine token without its beginning': cut((token) => token.slice(1)),
  'only dots': () => '..',
  null: () => 'null',
  undefined: () => 'undefined',
  garbage: () => 'x'.repeat(5000),
  SQL: () => "' OR '1'='1",
};
