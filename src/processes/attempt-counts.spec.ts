import { describe, expect, it } from 'vitest';
import { AttemptCounts } from './attempt-counts.js';

const LIMIT = { most: 3, withinMs: 60_000, refusedForMs: 30_000 };

describe('AttemptCounts', () => {
  const after = (...seconds: number[]) => {
    const counts = new AttemptCounts();
    return seconds.map((at) => counts.count('ana', LIMIT, at * 1_000));
  };

  it('refuses the one after the last that is allowed, and says for how long', () => {
    expect(after(0, 1, 2, 3)).toEqual([
      { count: 1, isRefused: false, endsInMs: 60_000 },
      { count: 2, isRefused: false, endsInMs: 59_000 },
      { count: 3, isRefused: false, endsInMs: 58_000 },
      { count: 4, isRefused: true, endsInMs: 30_000 },
    ]);
  });

  it('counts the last minute only', () => {
    expect(after(0, 10, 20, 61).map(({ isRefused }) => isRefused)).not.toContain(true);
    expect(after(0, 10, 20, 61, 62).at(-1)).toMatchObject({ isRefused: true });
  });

  it('lets nobody in earlier or later for what is tried while it refuses', () => {
    const tries = after(0, 1, 2, 3, 32.9, 33.1);
    expect(tries.slice(3).map(({ isRefused }) => isRefused)).toEqual([true, true, false]);
    expect(tries.at(-1)).toMatchObject({ count: 1 });
  });

  it('counts each key by itself', () => {
    const counts = new AttemptCounts();
    for (let n = 0; n < 4; n += 1) counts.count('ana', LIMIT, n);
    expect(counts.count('ben', LIMIT, 5)).toMatchObject({ count: 1, isRefused: false });
  });

  it('forgets keys of which nothing counts any more', () => {
    const counts = new AttemptCounts();
    for (let n = 0; n < 1_000; n += 1) counts.count(`key ${n}`, LIMIT, n);
    expect(counts.size).toBe(1_000);
    counts.count('one more', LIMIT, 130_000);
    expect(counts.size).toBe(1);
  });
});
