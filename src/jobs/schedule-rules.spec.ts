import { describe, expect, it } from 'vitest';
import { nextRun, nextTry, type Schedule } from './schedule-rules.js';

const next = (schedule: Schedule, beganAt: string, zone = 'Europe/Berlin') =>
  nextRun(schedule, new Date(beganAt), zone).toISOString();

describe('nextRun', () => {
  it('counts minutes from the beginning of the last run', () => {
    expect(next({ everyMinutes: 10 }, '2026-03-10T12:00:00Z')).toBe('2026-03-10T12:10:00.000Z');
  });

  it.each([
    ['later on the day', '2026-03-10T01:00:00Z', '2026-03-10T02:30:00.000Z'],
    ['at that instant, so a day later', '2026-03-10T02:30:00Z', '2026-03-11T02:30:00.000Z'],
    ['after it', '2026-03-10T22:00:00Z', '2026-03-11T02:30:00.000Z'],
    ['the evening before by another date', '2026-03-10T23:30:00Z', '2026-03-11T02:30:00.000Z'],
    ['in summer', '2026-07-01T00:00:00Z', '2026-07-01T01:30:00.000Z'],
  ])('finds 03:30 of the studio %s', (_, beganAt, expected) => {
    expect(next({ dailyAt: '03:30' }, beganAt)).toBe(expected);
  });

  it('takes the first instant behind a time that the clocks leave out', () => {
    expect(next({ dailyAt: '02:30' }, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(next({ dailyAt: '00:30' }, '2026-03-28T12:00:00Z', 'Asia/Beirut')).toBe(
      '2026-03-28T22:00:00.000Z',
    );
  });

  it('takes a time that comes twice the first time, and not again', () => {
    expect(next({ dailyAt: '02:30' }, '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(next({ dailyAt: '02:30' }, '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });

  it('goes over a day that a studio never had', () => {
    const apia = next({ dailyAt: '03:30' }, '2011-12-30T08:00:00Z', 'Pacific/Apia');
    expect(apia).toBe('2011-12-30T13:30:00.000Z');
  });
});

describe('nextTry', () => {
  const [beganAt, now] = [new Date('2026-03-10T02:30:00Z'), new Date('2026-03-10T02:31:00Z')];

  it('is in ten minutes, or at the regular time where that is sooner', () => {
    const daily = nextTry({ dailyAt: '03:30' }, beganAt, now, 'Europe/Berlin');
    expect(daily.toISOString()).toBe('2026-03-10T02:41:00.000Z');
    const often = nextTry({ everyMinutes: 5 }, beganAt, now, 'Europe/Berlin');
    expect(often.toISOString()).toBe('2026-03-10T02:35:00.000Z');
  });
});
