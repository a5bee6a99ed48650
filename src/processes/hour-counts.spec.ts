import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../common/durations.js';
import { HourCounts } from './hour-counts.js';

const START_MS = 480_000 * HOUR_MS;

describe('HourCounts', () => {
  const counting = (counts = new HourCounts()) => {
    const count = (key: string, atMs: number, what = 'tokens') =>
      counts.count({ what, key, atMs: START_MS + atMs, most: 3 });
    return { counts, count };
  };

  it('counts each key by itself, and says since when', () => {
    const { count } = counting();
    count('ana', 5);
    count('ben', 6);
    expect(count('ana', 70)).toMatchObject({ count: 2, sinceMs: START_MS + 5 });
    expect(count('ana', 80, 'reads')).toMatchObject({ count: 1, sinceMs: START_MS + 80 });
  });

  it('has a sum of all, in which a key counts so often at most', () => {
    const { count } = counting();
    for (let n = 0; n < 10; n += 1) count('ana', n);
    expect(count('ben', 11).all).toEqual({ count: 4, sinceMs: START_MS });
    expect(count('cleo', 12, 'reads').all.count).toBe(1);
  });

  it('begins anew with the hour of the clock', () => {
    const { counts, count } = counting();
    count('ana', HOUR_MS - 1);
    expect(count('ana', HOUR_MS)).toMatchObject({ count: 1, sinceMs: START_MS + HOUR_MS });
    // Another process was a little late.
    expect(count('ana', HOUR_MS - 1).count).toBe(2);
    expect(count('ana', HOUR_MS).all.count).toBe(3);
    expect(counts.size).toBe(1);
  });

  it('remembers so many keys, those that came last, and loses nothing of the sum', () => {
    const { counts, count } = counting();
    for (let n = 0; n < 100_000; n += 1) {
      count(`network ${n}`, n);
      if (n % 1_000 === 0) count('ana', n);
    }
    expect(counts.size).toBe(10_000);
    expect(count('ana', 100_000).count).toBe(101);
    expect(count('network 7', 100_000).count).toBe(1);
    expect(count('network 99999', 100_000).all.count).toBe(100_000 + 3 + 2);
  });
});
