import { describe, expect, it } from 'vitest';
import { Admission } from './admission.js';

/** As many as want to come at once; says how many were let in. */
function crowd(admission: Admission, count: number, nowMs: number): number {
  let letIn = 0;
  for (let n = 0; n < count; n += 1) if (admission.enter(nowMs)) letIn += 1;
  return letIn;
}

/** So many are served a second, and so many more come as may, for so long. Says the limit then. */
function serving(admission: Admission, perSecond: number, fromMs: number, forMs: number): number {
  for (let ms = fromMs; ms < fromMs + forMs; ms += 1_000 / perSecond) {
    admission.leave(true, ms);
    admission.enter(ms);
    admission.enter(ms);
  }
  return admission.limit;
}

describe('how many may be under way', () => {
  it('is a guess at first', () => {
    const admission = new Admission();
    expect(crowd(admission, 2_000, 0)).toBe(200);
    expect(admission.underWay).toBe(200);
  });

  it.each([
    [100, 150],
    [400, 600],
  ])('with %i served a second is what is served in 1.5 s: %i', (perSecond, expected) => {
    const admission = new Admission();
    crowd(admission, 2_000, 0);
    const limit = serving(admission, perSecond, 0, 5_000);
    expect(Math.abs(limit - expected)).toBeLessThan(expected / 20);
    expect(admission.underWay).toBeLessThanOrEqual(200 + expected);
  });

  it('is never more than the queues of the database hold', () => {
    const admission = new Admission();
    crowd(admission, 2_000, 0);
    expect(serving(admission, 5_000, 0, 5_000)).toBe(1_000);
  });

  it('falls while nobody is served, and not below what is always let in', () => {
    const admission = new Admission();
    crowd(admission, 2_000, 0);
    for (let ms = 0; ms < 3_000; ms += 10) expect(admission.enter(ms)).toBe(false);
    expect(admission.limit).toBe(64);
    for (let n = 0; n < 200; n += 1) admission.leave(false, 3_000);
    expect(crowd(admission, 2_000, 3_000)).toBe(64);
  });

  it('one moment in which nobody was served changes little', () => {
    const admission = new Admission();
    crowd(admission, 2_000, 0);
    const limit = serving(admission, 400, 0, 5_000);
    admission.enter(5_300);
    expect(admission.limit).toBeGreaterThan(limit * 0.45);
    expect(serving(admission, 400, 5_300, 2_000)).toBeGreaterThan(limit * 0.9);
  });

  it('learns nothing from a few who ask', () => {
    const admission = new Admission();
    for (let ms = 0; ms < 60_000; ms += 1_000) {
      admission.enter(ms);
      admission.leave(true, ms + 100);
    }
    expect(crowd(admission, 2_000, 60_000)).toBe(200);
  });
});
