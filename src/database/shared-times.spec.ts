import { describe, expect, it } from 'vitest';
import { fromDb, toDb } from './instants.js';
import { SharedTimes } from './shared-times.js';
import { REMEMBERED_DAYS, ZoneOffsets } from './zone-offsets.js';

/** How zones write noon (UTC) of a day in January and of one in July. */
const NOONS = [
  ['UTC', '2026-01-15 12:00:00.000', '2026-07-15 12:00:00.000'],
  ['Asia/Manila', '2026-01-15 20:00:00.000', '2026-07-15 20:00:00.000'],
  ['Asia/Kolkata', '2026-01-15 17:30:00.000', '2026-07-15 17:30:00.000'],
  ['Asia/Kathmandu', '2026-01-15 17:45:00.000', '2026-07-15 17:45:00.000'],
  ['America/St_Johns', '2026-01-15 08:30:00.000', '2026-07-15 09:30:00.000'],
  ['America/New_York', '2026-01-15 07:00:00.000', '2026-07-15 08:00:00.000'],
  ['Australia/Lord_Howe', '2026-01-15 23:00:00.000', '2026-07-15 22:30:00.000'],
  ['Pacific/Chatham', '2026-01-16 01:45:00.000', '2026-07-16 00:45:00.000'],
  ['Pacific/Kiritimati', '2026-01-16 02:00:00.000', '2026-07-16 02:00:00.000'],
  ['Europe/Berlin', '2026-01-15 13:00:00.000', '2026-07-15 14:00:00.000'],
  ['Africa/Cairo', '2026-01-15 14:00:00.000', '2026-07-15 15:00:00.000'],
] as const;

describe.each(NOONS)('times in %s', (timeZone, january, july) => {
  const times = new SharedTimes(timeZone);

  it('are written as clocks there show them, and read back', () => {
    for (const [text, at] of [
      [january, '2026-01-15T12:00:00.000Z'],
      [july, '2026-07-15T12:00:00.000Z'],
    ] as const) {
      expect(times.toDb(new Date(at))).toBe(text);
      expect(times.fromDb(text).toISOString()).toBe(at);
      // As the drivers give them: with and without a fraction, and as the fields of a date.
      expect(times.fromDb(text.slice(0, 19)).toISOString()).toBe(at);
      expect(times.fromDb(new Date(`${text.replace(' ', 'T')}Z`)).toISOString()).toBe(at);
    }
  });

  it('are the same after a round trip, over years of changing clocks', () => {
    const clockOf = clockIn(timeZone);
    const [wrong, doubled]: [string[], string[]] = [[], []];
    for (let at = Date.UTC(2005, 0, 1); at < Date.UTC(2028, 0, 1); at += STEP_MS) {
      const text = times.toDb(new Date(at));
      const back = times.fromDb(text).getTime();
      const shown = text.slice(0, 19);
      if (clockOf(at) !== shown || clockOf(back) !== shown || back > at) wrong.push(text);
      // Only a time that clocks show twice comes back as another instant: the first of the two.
      if (back !== at) doubled.push(text);
    }
    expect(wrong).toEqual([]);
    expect(doubled.length).toBeLessThan(20);
  });
});

/** Prime seconds, so that all times of the day come up. */
const STEP_MS = 20_011_000;

/** What a clock in the zone shows, asked of Intl in full. */
function clockIn(timeZone: string): (at: number) => string {
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, ...fields, ...time });
  return (at) => format.format(at);
}

describe('where clocks change', () => {
  it.each([
    ['Europe/Berlin', '2026-10-25 01:59:59', '2026-10-24T23:59:59Z'],
    ['Europe/Berlin', '2026-10-25 02:00:00', '2026-10-25T00:00:00Z'],
    ['Europe/Berlin', '2026-10-25 02:59:59', '2026-10-25T00:59:59Z'],
    ['Europe/Berlin', '2026-10-25 03:00:00', '2026-10-25T02:00:00Z'],
    ['America/New_York', '2026-11-01 01:30:00', '2026-11-01T05:30:00Z'],
    ['America/New_York', '2026-11-01 02:00:00', '2026-11-01T07:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-05 01:45:00', '2026-04-04T14:45:00Z'],
    ['Australia/Lord_Howe', '2026-04-05 02:00:00', '2026-04-04T15:30:00Z'],
    // A minute past midnight, no quarter of an hour.
    ['America/St_Johns', '2010-11-06 23:30:00', '2010-11-07T02:00:00Z'],
    ['America/St_Johns', '2010-11-07 00:00:59', '2010-11-07T02:30:59Z'],
    ['America/St_Johns', '2010-11-07 00:01:00', '2010-11-07T03:31:00Z'],
  ])('back: in %s, %s is %s, the first where there are two', (timeZone, text, at) => {
    const times = new SharedTimes(timeZone);
    expect(times.fromDb(text)).toEqual(new Date(at));
    expect(times.toDb(new Date(at))).toBe(`${text}.000`);
  });

  it.each([
    ['Africa/Cairo', '2026-10-29 23:59:58', '2026-10-29T20:59:58Z'],
    ['Africa/Cairo', '2026-10-29 23:59:59', '2026-10-29T21:59:59Z'],
    ['Africa/Cairo', '2026-10-30 00:00:00', '2026-10-29T22:00:00Z'],
    ['America/Santiago', '2026-04-04 23:59:59', '2026-04-05T03:59:59Z'],
    ['Asia/Beirut', '2026-10-24 23:59:59', '2026-10-24T21:59:59Z'],
    // On other days, and before clocks go forward at midnight, there is one.
    ['Africa/Cairo', '2026-10-28 23:59:59', '2026-10-28T20:59:59Z'],
    ['Africa/Cairo', '2026-10-30 23:59:59', '2026-10-30T21:59:59Z'],
    ['Africa/Cairo', '2026-04-23 23:59:59', '2026-04-23T21:59:59Z'],
    ['America/Santiago', '2026-09-05 23:59:59', '2026-09-06T03:59:59Z'],
    ['Europe/Berlin', '2026-10-25 23:59:59', '2026-10-25T22:59:59Z'],
    ['Africa/Monrovia', '1960-01-01 23:59:59', '1960-01-02T00:44:29Z'],
  ])('the last second of a day is its last: in %s, %s is %s', (timeZone, text, at) => {
    const times = new SharedTimes(timeZone);
    expect(times.fromDb(text)).toEqual(new Date(at));
    expect(times.toDb(new Date(at))).toBe(`${text}.000`);
  });

  it.each([
    ['Europe/Berlin', '2026-03-29 01:59:59', '2026-03-29T00:59:59Z', '01:59:59'],
    ['Europe/Berlin', '2026-03-29 02:00:00', '2026-03-29T01:00:00Z', '03:00:00'],
    ['Europe/Berlin', '2026-03-29 02:30:00', '2026-03-29T01:30:00Z', '03:30:00'],
    ['Europe/Berlin', '2026-03-29 03:00:00', '2026-03-29T01:00:00Z', '03:00:00'],
    ['America/New_York', '2026-03-08 02:30:00', '2026-03-08T07:30:00Z', '03:30:00'],
    ['Australia/Lord_Howe', '2026-10-04 02:15:00', '2026-10-03T15:45:00Z', '02:45:00'],
    ['Africa/Cairo', '2026-04-24 00:30:00', '2026-04-23T22:30:00Z', '01:30:00'],
    ['Pacific/Chatham', '2026-09-27 03:00:00', '2026-09-26T14:15:00Z', '04:00:00'],
  ])('forward: in %s, %s is %s, a clock showing %s', (timeZone, text, at, shown) => {
    const times = new SharedTimes(timeZone);
    expect(times.fromDb(text)).toEqual(new Date(at));
    expect(times.toDb(new Date(at)).slice(11, 19)).toBe(shown);
  });

  it('over a whole day: 30 December 2011 does not exist in Samoa', () => {
    const times = new SharedTimes('Pacific/Apia');
    expect(times.fromDb('2011-12-29 23:59:59')).toEqual(new Date('2011-12-30T09:59:59Z'));
    expect(times.fromDb('2011-12-30 12:00:00')).toEqual(new Date('2011-12-30T22:00:00Z'));
    expect(times.fromDb('2011-12-31 00:00:00')).toEqual(new Date('2011-12-30T10:00:00Z'));
  });
});

describe('shared times', () => {
  const noon = '2026-03-10 12:00:00.000';

  it('are in UTC what they are in our own tables', () => {
    const times = new SharedTimes('UTC');
    for (const at of ['2026-03-10T12:00:00.999Z', '1900-01-01T00:00:00Z', '2199-12-31T23:59:59Z']) {
      expect(times.toDb(new Date(at))).toBe(toDb(new Date(at)));
      expect(times.fromDb(toDb(new Date(at)))).toEqual(fromDb(toDb(new Date(at))));
    }
  });

  it.each(['UTC', 'Asia/Manila'])('that are none are refused or empty (%s)', (timeZone) => {
    const times = new SharedTimes(timeZone);
    for (const none of ['0000-00-00 00:00:00', new Date(Number.NaN)]) {
      expect(times.fromDbOrNull(none)).toBeNull();
      expect(() => times.fromDb(none)).toThrow(/holds a time that is none/);
    }
    expect(times.fromDbOrNull(null)).toBeNull();
    expect(times.fromDbOrNull(noon)).toEqual(times.fromDb(noon));
  });

  it('have a text that is what the table holds, whichever way the driver gives it', () => {
    const times = new SharedTimes('Europe/Berlin');
    for (const text of [noon, '2026-03-29 02:30:00.000', '2026-10-25 02:30:00.000']) {
      expect(times.textOf(text)).toBe(text);
      expect(times.textOf(new Date(`${text.replace(' ', 'T')}Z`))).toBe(text);
    }
    expect(times.textOf('2026-03-10 12:00:00')).toBe('2026-03-10 12:00:00');
  });
});

describe('the offsets of a zone', () => {
  it('are remembered for a bounded number of days, and right beyond it', () => {
    const offsets = new ZoneOffsets('Europe/Berlin');
    const july = Date.UTC(2026, 6, 15);
    for (let day = 0; day < 3 * REMEMBERED_DAYS; day += 1) {
      offsets.at(Date.UTC(2000, 0, 1 + day));
      expect(offsets.remembered).toBeLessThanOrEqual(REMEMBERED_DAYS);
    }
    expect(offsets.at(july)).toBe(2 * 3_600_000);
    const { remembered } = offsets;
    for (let hour = 0; hour < 24; hour += 1) offsets.at(july + hour * 3_600_000);
    expect(offsets.remembered).toBe(remembered);
  });

  it('know seconds where clocks once did', () => {
    expect(new ZoneOffsets('Africa/Monrovia').at(Date.UTC(1960, 0, 1))).toBe(-2_670_000);
  });
});
