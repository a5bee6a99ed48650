import { expect, it } from 'vitest';
import { newSecret, otpauthUrl, stepOf } from './totp.js';

/** `12345678901234567890` in base32: the secret of the examples in RFC 6238. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number) => new Date(seconds * 1000);

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
])('at %s the code is the one of RFC 6238', (seconds, digits) => {
  expect(stepOf(digits, SECRET, at(seconds))).toBe(Math.floor(seconds / 30));
});

it('takes the codes of the step before and after, by the step that they are of', () => {
  const step = Math.floor(1_111_111_109 / 30);
  const taken = [-60, -30, 0, 30, 60].map((late) =>
    stepOf('081804', SECRET, at(step * 30 + 15 + late)),
  );
  expect(taken).toEqual([undefined, step, step, step, undefined]);
  // At the first and the last second of a step, too.
  expect(stepOf('081804', SECRET, at(step * 30 - 30))).toBe(step);
  expect(stepOf('081804', SECRET, at(step * 30 - 31))).toBeUndefined();
  expect(stepOf('081804', SECRET, at(step * 30 + 59))).toBe(step);
  expect(stepOf('081804', SECRET, at(step * 30 + 60))).toBeUndefined();
});

it('makes secrets of 160 bits, no two alike', () => {
  expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(newSecret()).not.toBe(newSecret());
});

it('tells an authenticator whose codes these are', () => {
  const url = new URL(otpauthUrl(SECRET, 'ana+gym@example.com'));
  expect(decodeURIComponent(url.href)).toContain('totp/Coach sessions:ana+gym@example.com?');
  expect(url.searchParams.get('issuer')).toBe('Coach sessions');
  expect(url.searchParams.get('secret')).toBe(SECRET);
});
