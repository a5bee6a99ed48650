import { expect, it } from 'vitest';
import { SharedTimes } from '../database/shared-times.js';
import { phpTimeOf } from './php-time.js';

it.each([
  ['Europe/Berlin', '2026-03-10T12:00:00Z', '2026-03-10 13:00:00'],
  ['Europe/Berlin', '2026-06-30T22:00:00Z', '2026-07-01 00:00:00'],
  ['America/New_York', '2026-01-01T04:59:59.999Z', '2025-12-31 23:59:59'],
  ['Asia/Kathmandu', '2026-03-10T18:15:05Z', '2026-03-11 00:00:05'],
  ['UTC', '2028-02-29T09:08:07Z', '2028-02-29 09:08:07'],
])('in %s the old app reads %s as %s', (zone, instant, text) => {
  expect(phpTimeOf(new Date(instant), new SharedTimes(zone))).toBe(text);
});
