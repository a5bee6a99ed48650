import { describe, expect, it } from 'vitest';
import { differingHours, hoursText, oddDays, phpTimeOf, type UsageTimes } from './clock-rules.js';

const JANUARY = 2026 * 12;

describe("PHP's answer", () => {
  it.each([
    ['2026-11-26T05:34:00+08:00', '2026-11-25T21:34:00.000Z', 480],
    ['2026-11-26T05:34:00+0545', '2026-11-25T23:49:00.000Z', 345],
    [' 2026-11-25T17:04:00-04:30\n', '2026-11-25T21:34:00.000Z', -270],
    ['2026-11-25T21:34:00Z', '2026-11-25T21:34:00.000Z', 0],
  ])('%s', (text, at, offsetMinutes) => {
    expect(phpTimeOf(text)).toEqual({ at: new Date(at), offsetMinutes });
  });

  it.each(['', 'yesterday', '2026-11-26', '2026-11-26T05:34:00', '2026-13-26T05:34:00+08:00'])(
    'is none: %s',
    (text) => {
      expect(phpTimeOf(text)).toBeUndefined();
    },
  );
});

it('says in which hours the days differ', () => {
  expect(differingHours(-480)).toBe('from 00:00 to 08:00 in the studio it writes the day before');
  expect(differingHours(90)).toBe('from 22:30 to 24:00 in the studio it writes the day after');
  expect(hoursText(-330)).toBe('-5.5 h');
});

describe('days that do not fit their times', () => {
  /** Usages around the clock, whose day PHP took so many half hours later than the time. */
  function usages(ahead: number, each = 1): UsageTimes[] {
    return Array.from({ length: 48 }, (_, slot) => {
      return { month: JANUARY, slot, days: Math.floor((slot + ahead) / 48), count: each };
    });
  }

  it('are none where they fit', () => {
    expect(oddDays([], () => 16)).toBeUndefined();
    expect(oddDays(usages(16), () => 16)).toBeUndefined();
    expect(oddDays(usages(-9), () => -9)).toBeUndefined();
  });

  it('are explained by the difference that they fit', () => {
    expect(oddDays(usages(0), () => 16)).toEqual({
      ...{ usages: 48, odd: 16, stillOdd: 0 },
      ...{ from: 0, to: 0 },
    });
    expect(oddDays(usages(11), () => 0)).toMatchObject({ odd: 11, from: 11, to: 11 });
  });

  it('are explained by a range where nobody trains at night', () => {
    const byDay = usages(0).filter(({ slot }) => slot >= 14 && slot < 42);
    expect(oddDays(byDay, () => 0)).toBeUndefined();
    expect(oddDays(byDay, () => 16)).toMatchObject({ odd: 10, from: -14, to: 6 });
  });

  it('are few where people added some by hand, or nothing explains them', () => {
    const byHand = { month: JANUARY, slot: 20, days: -1, count: 4 };
    expect(oddDays([...usages(16, 10), byHand], () => 16)).toBeUndefined();
    const random = [-1, 0, 1].flatMap((days) =>
      usages(0).map((one) => ({ ...one, days, count: 5 })),
    );
    expect(oddDays(random, () => 0)).toBeUndefined();
  });

  it('follow the clocks of summer and winter', () => {
    const summer = usages(4).map((one) => ({ ...one, month: JANUARY + 6 }));
    const expected = (month: number) => (month === JANUARY ? 2 : 4);
    expect(oddDays([...usages(2), ...summer], expected)).toBeUndefined();
  });
});
