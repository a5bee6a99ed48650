import { expect, it } from 'vitest';
import { startOf } from './later-start.js';

const timeZone = 'Europe/Berlin';
const freeze = { id: 1, from: '2026-12-01', to: '2026-12-10' };

it('a freeze from the day of the sale on is a later start', () => {
  const on = (requestedAt: string, to: string | null = '2026-12-10') =>
    startOf({ requestedAt, freeze: { ...freeze, to } }, timeZone);
  expect(on('2026-11-30T23:00:00Z')).toBe('2026-12-11');
  expect(on('2026-12-01T22:59:59Z')).toBe('2026-12-11');
  expect(on('2026-11-30T22:59:59Z')).toBeNull();
  expect(on('2026-11-30T23:00:00Z', null)).toBeNull();
  expect(startOf({ requestedAt: '2026-11-30T23:00:00Z', freeze: null }, timeZone)).toBeNull();
});
