import { describe, expect, it } from 'vitest';
import { movedBy } from './moved-end.js';
import { addDays, startOfStudioDay } from './studio-day.js';

const ZONE = 'Europe/Berlin';

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
