import { describe, expect, it } from 'vitest';
import { lastDayOf } from './last-day.js';

describe('lastDayOf', () => {
  it.each([
    // Midnight in the studio: the day that begins cannot be used.
    ['2026-12-30T23:00:00Z', 'Europe/Berlin', '2026-12-30', true],
    ['2026-12-31T00:00:00Z', 'UTC', '2026-12-30', true],
    ['2026-12-31T05:00:00Z', 'America/New_York', '2026-12-30', true],
    ['2026-12-30T11:00:00Z', 'Pacific/Auckland', '2026-12-30', true],
    ['2026-12-30T18:15:00Z', 'Asia/Kathmandu', '2026-12-30', true],
    ['2026-12-31T23:00:00Z', 'Europe/Berlin', '2026-12-31', true],
    // The last second of a day, as sales end.
    ['2026-12-31T22:59:59Z', 'Europe/Berlin', '2026-12-31', true],
    ['2026-12-31T10:59:59Z', 'Pacific/Auckland', '2026-12-31', true],
    ['2026-12-31T22:59:59.999Z', 'Europe/Berlin', '2026-12-31', true],
    // Within a day, up to one second to each side of what is a whole day.
    ['2026-12-31T13:30:00Z', 'Europe/Berlin', '2026-12-31', false],
    ['2026-12-31T22:59:58Z', 'Europe/Berlin', '2026-12-31', false],
    ['2026-12-30T23:00:01Z', 'Europe/Berlin', '2026-12-31', false],
    // Midnight of another zone is an hour like any other here.
    ['2026-12-31T00:00:00Z', 'Europe/Berlin', '2026-12-31', false],
  ])('what ends at %s in %s can be used until %s (whole: %s)', (end, zone, day, isWhole) => {
    expect(lastDayOf(new Date(end), zone)).toEqual({ day, isWhole });
  });

  it.each([
    // Days of 23 and 25 hours.
    ['2026-03-29T21:59:59Z', 'Europe/Berlin', '2026-03-29', true],
    ['2026-03-28T23:00:00Z', 'Europe/Berlin', '2026-03-28', true],
    ['2026-03-29T22:00:00Z', 'Europe/Berlin', '2026-03-29', true],
    ['2026-10-25T22:59:59Z', 'Europe/Berlin', '2026-10-25', true],
    ['2026-10-25T23:00:00Z', 'Europe/Berlin', '2026-10-25', true],
    // Half past two comes twice.
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25', false],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25', false],
    // This day begins at one o'clock, so midnight is its first hour all the same.
    ['2026-09-06T04:00:00Z', 'America/Santiago', '2026-09-05', true],
    ['2026-09-06T03:59:59Z', 'America/Santiago', '2026-09-05', true],
    // The hour before midnight comes twice, and only the second one ends the day.
    ['2026-04-05T02:59:59Z', 'America/Santiago', '2026-04-04', false],
    ['2026-04-05T03:59:59Z', 'America/Santiago', '2026-04-04', true],
    // Samoa went to bed on a Thursday and woke up on a Saturday.
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-29', true],
  ])('when clocks change: %s in %s is %s (whole: %s)', (end, zone, day, isWhole) => {
    expect(lastDayOf(new Date(end), zone)).toEqual({ day, isWhole });
  });
});
