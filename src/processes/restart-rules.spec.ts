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
    expect(mayTryAgain({ failures: 1, serving: 0, hasServed: false })).toBe(false);
  });

  it('gives up where none stays alive, and goes on for ever beside one that serves', () => {
    expect(mayTryAgain({ failures: 4, serving: 0, hasServed: true })).toBe(true);
    expect(mayTryAgain({ failures: 5, serving: 0, hasServed: true })).toBe(false);
    expect(mayTryAgain({ failures: 500, serving: 1, hasServed: true })).toBe(true);
  });
});
