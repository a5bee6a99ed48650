import { describe, expect, it } from 'vitest';
import { refundableSessions, worthOfLast, worthOfNext } from './refund-parts.js';

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

describe('what goes to another package', () => {
  const sold = { priceMinor: 100, paidMinor: 100, granted: 7, refundedMinor: null };

  it('and what is paid back come to the price, in whatever order they go', () => {
    for (let back = 0; back <= 7; back += 1) {
      const refundedSessions = back;
      const worths = Array.from({ length: 7 - back }, (_, transferredSessions) =>
        worthOfNext({ ...sold, refundedSessions, transferredSessions }, 1),
      );
      const sum = worths.reduce((all, one) => all + one, 0);
      expect(sum + worthOfLast(100, 7, back)).toBe(100);
      const atOnce = { ...sold, refundedSessions, transferredSessions: null };
      expect(worthOfNext(atOnce, 7 - back)).toBe(sum);
    }
  });

  it('beyond what was sold is worth nothing, and is not paid back', () => {
    const one = { ...sold, refundedSessions: null, transferredSessions: 5 };
    expect(worthOfNext(one, 4)).toBe(worthOfNext(one, 2));
    expect(worthOfNext({ ...one, transferredSessions: 9 }, 1)).toBe(0);
    expect(refundableSessions({ ...one, isCounted: true, remaining: 6 })).toBe(2);
    const free = { ...one, priceMinor: null, granted: 0, transferredSessions: null };
    expect(worthOfNext(free, 3)).toBe(0);
  });
});
