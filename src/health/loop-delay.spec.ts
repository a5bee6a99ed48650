import { describe, expect, it } from 'vitest';
import { LoopDelay } from './loop-delay.js';

/** Looks so late, each time with so many requests before it. */
function after(lateMs: readonly number[], requests: number): boolean {
  const loop = new LoopDelay();
  let now = 0;
  loop.look(now);
  for (const late of lateMs) {
    for (let n = 0; n < requests; n += 1) loop.noteRequest();
    now += 100 + late;
    loop.look(now);
  }
  return loop.hasTooMuch;
}

describe('the delay of the event loop', () => {
  it.each([
    ['nothing is late', [0, 0, 0, 0], 1_000, false],
    ['one long turn', [0, 0, 1_500], 1_000, false],
    ['a machine that slept', [0, 0, 60_000], 1_000, false],
    ['turns that are long again and again', [800, 800, 800, 800, 800], 1_000, true],
    ['turns that are long with few requests', [800, 800, 800, 800, 800], 10, false],
    ['long turns that are over', [800, 800, 800, 800, 800, 0, 0, 0], 1_000, false],
  ])('%s', (_, late, requests, isTooMuch) => {
    expect(after(late, requests)).toBe(isTooMuch);
  });
});
