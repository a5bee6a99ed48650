import { describe, expect, it } from 'vitest';
import { addDays, studioDayOf } from '../../../src/common/studio-day.js';
import { addMonths, lastInstantOf } from './later-days.js';

describe('addMonths', () => {
  it.each([
    ['2026-11-22', 1, '2026-12-22'],
    ['2026-11-22', 3, '2027-02-22'],
    ['2027-01-31', 1, '2027-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-08-31', 3, '2026-11-30'],
    ['2026-12-31', 12, '2027-12-31'],
  ])('%s and %i months is %s', (day, months, later) => {
    expect(addMonths(day, months)).toBe(later);
  });
});

describe('lastInstantOf', () => {
  it.each([
    ['2027-02-22', 'Europe/Berlin', '2027-02-22T22:59:59.000Z'],
    // The clocks change in the night of this day, and it has 25 hours.
    ['2026-10-25', 'Europe/Berlin', '2026-10-25T22:59:59.000Z'],
    ['2027-02-22', 'Pacific/Auckland', '2027-02-22T10:59:59.000Z'],
    // The next day begins at one o'clock here.
    ['2026-09-05', 'America/Santiago', '2026-09-06T03:59:59.000Z'],
  ])('of %s in %s is %s', (day, timeZone, instant) => {
    const last = lastInstantOf(day, timeZone);
    expect(last).toBe(instant);
    expect(studioDayOf(new Date(last), timeZone)).toBe(day);
    const second = new Date(Date.parse(last) + 1000);
    expect(studioDayOf(second, timeZone)).toBe(addDays(day, 1));
  });
});
