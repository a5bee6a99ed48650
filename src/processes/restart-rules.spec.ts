import { describe, expect, it } from 'vitest';
import { failuresInARow, mayTryAgain, pauseMsAfter } from './restart-rules.js';

describe('how processes are started again', () => {
  it('waits longer each time, and never longer than half a minute', () => {
    expect([1, 2, 3, 4].map(pauseMsAfter)).toEqual([200, 400, 800, 1_600]);
    expect([9, 100].map(pauseMsAfter)).toEqual([30_000, 30_000]);
  });

  it('begins anew with one that has served for a while', () => {
    expect(failuresInARow(7, undefined)).toBe(8);
    expect(failuresInARow(7, 1_000)).toBe(8);
    expect(failuresInARow(7, 60_000)).toBe(1);
  });

  it('takes the refusal of the very first for that of all', () => {
    const never = { outages: 1, processes: 2, serving: 0, hasServed: false };
    expect(mayTryAgain(never)).toBe(false);
  });

  it('gives up where none stays alive, and goes on for ever beside one that serves', () => {
    const none = { processes: 2, serving: 0, hasServed: true };
    expect(mayTryAgain({ ...none, outages: 9 })).toBe(true);
    expect(mayTryAgain({ ...none, outages: 10 })).toBe(false);
    expect(mayTryAgain({ ...none, serving: 1, outages: 500 })).toBe(true);
  });

  it('tries each place again where all of many ended of one thing', () => {
    const all = { processes: 8, serving: 0, hasServed: true };
    expect(mayTryAgain({ ...all, outages: 8 })).toBe(true);
  });
});
