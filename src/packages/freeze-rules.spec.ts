import { describe, expect, it } from 'vitest';
import {
  daysIn,
  daysTaken,
  freezeAt,
  freezeFrom,
  frozenOf,
  frozenText,
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
