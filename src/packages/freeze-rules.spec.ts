import { describe, expect, it } from 'vitest';
import { addDays, startOfStudioDay } from '../common/studio-day.js';
import {
  daysIn,
  daysTaken,
  freezeAt,
  freezeFrom,
  frozenOf,
  frozenText,
  movedBy,
  overlaps,
} from './freeze-rules.js';

const ZONE = 'Europe/Berlin';
const TEXT = '7:2026-12-01/2026-12-14;9:2027-01-05/';
const BOTH = [
  { id: 7, from: '2026-12-01', to: '2026-12-14' },
  { id: 9, from: '2027-01-05', to: null },
];

describe('the days of freezes', () => {
  it('are read from the text of a package, and written', () => {
    expect(frozenOf(TEXT, ZONE)).toEqual({ zone: ZONE, spans: BOTH });
    expect(frozenText(BOTH)).toBe(TEXT);
    expect(frozenText([])).toBeNull();
    expect(frozenOf(null, ZONE)).toBeNull();
    expect(frozenOf('what somebody wrote', ZONE)).toBeNull();
  });

  it.each([
    ['2026-12-01', '2026-12-01', 1],
    ['2026-12-01', '2026-12-14', 14],
    ['2026-03-28', '2026-03-30', 3],
    ['2026-12-01', '2026-11-30', 0],
    ['2026-12-01', null, 0],
  ])('from %s to %s are %i', (from, to, days) => {
    expect(daysIn({ from, to })).toBe(days);
  });

  it('are so many up to today where there is no end', () => {
    expect(daysTaken({ from: '2026-12-01', to: null }, '2026-12-03')).toBe(3);
    expect(daysTaken({ from: '2026-12-05', to: null }, '2026-12-03')).toBe(0);
    expect(daysTaken({ from: '2026-12-01', to: '2026-12-14' }, '2026-12-03')).toBe(14);
  });

  it.each([
    ['2026-12-14', '2026-12-20', true],
    ['2026-12-15', '2026-12-20', false],
    ['2026-11-20', '2026-11-30', false],
    ['2026-11-20', null, true],
  ])('overlap the first of December to the 14th from %s to %s: %s', (from, to, is) => {
    const [first] = BOTH;
    expect(overlaps({ from, to }, first ?? { from, to })).toBe(is);
  });

  it.each([
    // The day of the studio counts: Berlin is an hour ahead.
    ['2026-11-30T22:59:59Z', undefined, 7],
    ['2026-11-30T23:00:00Z', 7, 7],
    ['2026-12-14T22:59:59Z', 7, 7],
    ['2026-12-14T23:00:00Z', undefined, 9],
    ['2030-01-01T00:00:00Z', 9, 9],
  ])('at %s are those of %s, and the next of %s', (at, now, next) => {
    const frozen = frozenOf(TEXT, ZONE);
    expect(freezeAt(frozen, new Date(at))?.id).toBe(now);
    expect(freezeFrom(frozen, new Date(at))?.id).toBe(next);
    expect(freezeAt(null, new Date(at))).toBeUndefined();
  });
});

describe('an end that a freeze moves', () => {
  it.each([
    ['the last second of a day', '2026-12-10T22:59:59Z', 14, '2026-12-24T22:59:59Z'],
    ['the beginning of one', '2026-12-10T23:00:00Z', 14, '2026-12-24T23:00:00Z'],
    ['an hour', '2026-12-10T13:30:00Z', 3, '2026-12-13T13:30:00Z'],
    ['into summer time', '2026-03-20T22:59:59Z', 14, '2026-04-03T21:59:59Z'],
    ['an hour into summer time', '2026-03-20T13:00:00Z', 9, '2026-03-29T12:00:00Z'],
    ['by nothing', '2026-12-10T13:30:00Z', 0, '2026-12-10T13:30:00Z'],
  ])('%s', (_, end, days, moved) => {
    expect(movedBy(new Date(end), days, ZONE)).toEqual(new Date(moved));
    expect(movedBy(new Date(moved), -days, ZONE)).toEqual(new Date(end));
  });

  it.each(['Europe/Berlin', 'America/Havana', 'Pacific/Apia', 'Asia/Kathmandu'])(
    'goes back to where it was, in %s on each day of a year',
    (zone) => {
      for (let n = 0; n < 366; n += 1) {
        const start = startOfStudioDay(addDays('2026-01-01', n), zone).getTime();
        for (const second of [0, 5 * 3600, 14 * 3600, 23 * 3600 - 1]) {
          const end = new Date(start + second * 1000);
          expect(movedBy(movedBy(end, 60, zone), -60, zone)).toEqual(end);
        }
      }
    },
  );
});
