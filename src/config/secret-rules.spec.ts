import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { weaknessOf } from './secret-rules.js';

describe('a secret', () => {
  it.each([
    ['that is short', 'kq83HGpw0-zLm1v_XcB72nRtYs5dEoA'],
    ['of one character', 'a'.repeat(64)],
    ['of nine different characters', 'abcdefghi'.repeat(8)],
    ['of a word again and again', 'changemechangemechangemechangeme'],
    ['of half a secret twice', 'kq83HGpw0-zLm1v_'.repeat(2)],
    ['of known words', 'Please-Change-Me-Secret-Password-1234567890'],
    ['of one word and signs', `MyCoachJwtSecret-${'!?'.repeat(20)}`],
    ['that earlier releases published', 'only-for-trying-out-on-this-machine-0000'],
    ['that was published, and a year', 'only-for-trying-out-on-this-machine-0000-2026'],
  ])('%s is weak', (_, secret) => {
    expect(weaknessOf(secret)).toMatch(/^is (too short|easily guessed)/);
  });

  it.each([
    ['openssl rand -base64 48', () => randomBytes(48).toString('base64')],
    ['openssl rand -base64 24', () => randomBytes(24).toString('base64')],
    ['openssl rand -hex 32', () => randomBytes(32).toString('hex')],
  ])('of %s is strong, whichever it is', (_, make) => {
    const weak = Array.from({ length: 2_000 }, make).filter((secret) => weaknessOf(secret));
    expect(weak).toEqual([]);
  });

  it('may have a known word in it, if enough is left', () => {
    expect(weaknessOf('coach-secret-kq83HGpw0zLm1vXcB72nRtYs5dEoA')).toBeUndefined();
  });

  it('is looked at in no time, however long it is', () => {
    const since = performance.now();
    expect(weaknessOf(`${'ab'.repeat(16_000)}kq83HGpw0zLm1vXcB72nRtYs5dEoA`)).toBeUndefined();
    expect(performance.now() - since).toBeLessThan(2_000);
  });
});
