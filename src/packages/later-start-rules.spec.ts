import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import { Problem } from '../common/problem.js';
import type { StudioDay } from '../common/studio-day.js';
import { isLaterStart, laterStart, pausesOf, requireStart } from './later-start-rules.js';

const zone = 'Europe/Berlin';
// A quarter past midnight of the tenth in Berlin.
const now = { at: new Date('2026-03-09T23:15:00Z'), zone };

const codeOf = (decide: () => unknown) => {
  try {
    decide();
    return undefined;
  } catch (error) {
    return error instanceof Problem ? error.code : error;
  }
};

describe('the day on which a package begins', () => {
  it('is another one from tomorrow on, by the days of the studio', () => {
    expect(laterStart(undefined, now)).toBeUndefined();
    expect(laterStart('2026-03-10', now)).toBeUndefined();
    expect(laterStart('2026-03-11', now)).toBe('2026-03-11');
    expect(laterStart('2026-06-08', now)).toBe('2026-06-08');
  });

  it.each<StudioDay>(['2026-03-09', '2026-06-09', '2066-03-10'])('is not %s', (day) => {
    expect(codeOf(() => laterStart(day, now))).toBe('validation_failed');
  });

  it('is moved as far as it can be sold', () => {
    const to = (day: StudioDay | null) => codeOf(() => requireStart({ from: 'x', to: day }, now));
    expect([to('2026-06-07'), to(null)]).toEqual([undefined, undefined]);
    expect(to('2026-06-08')).toBe('validation_failed');
  });

  it('is told by a freeze from the day of the sale on', () => {
    const sold = aPackage({ requestedAt: now.at });
    const start = { id: 1, from: '2026-03-10', to: '2026-03-20' };
    const pause = { id: 2, from: '2026-04-01', to: null };
    expect([isLaterStart(sold, start, now), isLaterStart(sold, pause, now)]).toEqual([true, false]);
    expect(pausesOf(sold, [start, pause], now)).toEqual([pause]);
  });
});
