import { describe, expect, it } from 'vitest';
import { worthOfLast } from './refund-parts.js';

describe('the parts of a price', () => {
  it('add up to it for every number of sessions, and the last ones cost what is left over', () => {
    for (const price of [0, 1, 99, 100, 45_000, 99_999_999]) {
      for (let n = 1; n <= 60; n += 1) {
        const worths = Array.from({ length: n + 1 }, (_, last) => worthOfLast(price, n, last));
        expect(worths[0]).toBe(0);
        expect(worths[n]).toBe(price);
        const parts = worths.slice(1).map((worth, index) => worth - (worths[index] ?? 0));
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
        expect(parts).toEqual(parts.toSorted((a, b) => b - a));
      }
    }
  });

  it('of 100 for 3 are 33, 33 and 34', () => {
    expect([1, 2, 3].map((last) => worthOfLast(100, 3, last))).toEqual([34, 67, 100]);
  });

  it('of no sessions are none', () => {
    expect(worthOfLast(100, 0, 0)).toBe(0);
  });
});
