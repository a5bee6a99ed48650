import { describe, expect, it } from 'vitest';
import { addDays, isStudioDay, startOfStudioDay, studioDayOf } from './studio-day.js';

const startOf = (day: string, zone: string) => startOfStudioDay(day, zone).toISOString();

describe('the studio day of an instant', () => {
  it.each([
    ['Europe/Berlin', '2026-06-14T21:59:59Z', '2026-06-14'],
    ['Europe/Berlin', '2026-06-14T22:00:00Z', '2026-06-15'],
    ['America/New_York', '2026-01-15T04:59:59.999Z', '2026-01-14'],
    ['America/New_York', '2026-01-15T05:00:00Z', '2026-01-15'],
    ['Asia/Kolkata', '2026-06-14T18:29:59Z', '2026-06-14'],
    ['Asia/Kolkata', '2026-06-14T18:30:00Z', '2026-06-15'],
    ['Pacific/Auckland', '2026-01-14T10:59:59Z', '2026-01-14'],
    ['Pacific/Auckland', '2026-01-14T11:00:00Z', '2026-01-15'],
    ['Pacific/Kiritimati', '2025-12-31T10:00:00Z', '2026-01-01'],
    ['Pacific/Pago_Pago', '2026-01-01T10:59:59Z', '2025-12-31'],
    ['America/St_Johns', '2026-01-15T03:29:59Z', '2026-01-14'],
    ['America/St_Johns', '2026-01-15T03:30:00Z', '2026-01-15'],
    ['UTC', '2028-02-29T23:59:59Z', '2028-02-29'],
  ])('in %s at %s is %s', (zone, instant, day) => {
    expect(studioDayOf(new Date(instant), zone)).toBe(day);
  });
});

describe('the start of a studio day', () => {
  it.each([
    ['UTC', '2026-03-10', '2026-03-10T00:00:00.000Z'],
    ['Europe/Berlin', '2026-01-15', '2026-01-14T23:00:00.000Z'],
    ['Europe/Berlin', '2026-06-15', '2026-06-14T22:00:00.000Z'],
    ['Asia/Kathmandu', '2026-06-15', '2026-06-14T18:15:00.000Z'],
    ['Australia/Lord_Howe', '2026-01-15', '2026-01-14T13:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-01-01', '2025-12-31T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-01-01', '2026-01-01T11:00:00.000Z'],
    ['Etc/GMT+12', '2026-01-01', '2026-01-01T12:00:00.000Z'],
  ])('in %s, %s, is %s', (zone, day, start) => {
    expect(startOf(day, zone)).toBe(start);
  });

  it.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Africa/Cairo', '2026-04-24', 23],
    ['Africa/Cairo', '2026-10-29', 25],
    ['America/Havana', '2026-03-08', 23],
    ['America/Havana', '2026-11-01', 25],
    ['Asia/Beirut', '2026-03-29', 23],
    ['Asia/Beirut', '2026-10-24', 25],
    ['Europe/Berlin', '2026-03-30', 24],
  ])('in %s, %s, begins a day of %d hours', (zone, day, hours) => {
    const start = startOfStudioDay(day, zone).getTime();
    const next = startOfStudioDay(addDays(day, 1), zone).getTime();
    expect((next - start) / 3_600_000).toBe(hours);
  });

  it.each([
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
    ['America/Havana', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00.000Z'],
  ])('in %s, where clocks go forward at midnight, %s begins at 01:00', (zone, day, start) => {
    expect(startOf(day, zone)).toBe(start);
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' });
    expect(clock.format(new Date(start))).toBe('01:00:00');
  });

  it('of a day that a zone left out is that of the next one', () => {
    // Samoa went over the date line and had no 30 December 2011.
    expect(startOf('2011-12-30', 'Pacific/Apia')).toBe(startOf('2011-12-31', 'Pacific/Apia'));
  });

  it('is the first second of its day, in every zone there is, all year', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    expect(zones.length).toBeGreaterThanOrEqual(400);
    const wrong: string[] = [];
    for (const [index, zone] of zones.entries()) {
      // Every eleventh day of each zone, another one from zone to zone: all days are met.
      for (let n = index % 11; n < 365; n += 11) {
        const day = addDays('2026-01-01', n);
        const start = startOfStudioDay(day, zone);
        const secondBefore = new Date(start.getTime() - 1000);
        const fits =
          studioDayOf(start, zone) === day && studioDayOf(secondBefore, zone) === addDays(day, -1);
        if (!fits) wrong.push(`${zone} ${day}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each(['Europe/Berlin', 'America/St_Johns', 'Africa/Cairo', 'America/Nuuk', 'Asia/Beirut'])(
    'in %s follows the day before without gap or overlap, every day of ten years',
    (zone) => {
      const wrong: string[] = [];
      for (let day = '2020-01-01'; day < '2030-01-01'; day = addDays(day, 1)) {
        const start = startOfStudioDay(day, zone);
        const first = studioDayOf(start, zone);
        const last = studioDayOf(new Date(start.getTime() - 1000), zone);
        if (first !== day || last !== addDays(day, -1)) wrong.push(day);
      }
      expect(wrong).toEqual([]);
    },
  );
});

describe('adding days', () => {
  it.each([
    ['2026-03-10', 1, '2026-03-11'],
    ['2026-03-10', 0, '2026-03-10'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2028-02-29', 366, '2029-03-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-10', -90, '2025-12-10'],
    // Days on which clocks change somewhere count like any other.
    ['2026-03-28', 2, '2026-03-30'],
    ['2026-10-24', 2, '2026-10-26'],
  ])('to %s: %i is %s', (day, days, later) => {
    expect(addDays(day, days)).toBe(later);
    expect(addDays(later, -days)).toBe(day);
  });
});

describe('a studio day', () => {
  it.each(['2026-03-10', '2028-02-29', '1900-01-01', '2199-12-31'])('is %s', (text) => {
    expect(isStudioDay(text)).toBe(true);
  });

  it.each([
    ...['2026-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10', '2026-03-00'],
    ...['2026-3-1', '26-03-10', '20260310', '2026-03-10T00:00:00Z', ' 2026-03-10', '2026-03-10\n'],
    ...['', 'today', '1899-12-31', '2200-01-01', '0000-01-01', '9999-12-31', '２０２６-03-10'],
    ...[20260310, null, undefined, {}, true],
  ])('is not %j', (value) => {
    expect(isStudioDay(value)).toBe(false);
  });
});
