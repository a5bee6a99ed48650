import { describe, expect, it } from 'vitest';
import { daysExtended, monthOf, requireLeft, sessionsGiven } from './coach-limit-rules.js';

const ZONE = 'Europe/Berlin';
const at = (text: string) => new Date(text);

describe('the sessions that somebody gives', () => {
  it.each([
    ['a correction upwards', 3, '2026-03-10T12:00:00Z', null, 3],
    ['a correction downwards', -3, '2026-03-10T12:00:00Z', null, 0],
    ['a usage that stands', null, '2026-03-10T12:00:00Z', null, 0],
    ['a usage undone at once', null, '2026-03-10T12:00:00Z', '2026-03-10T12:00:05Z', 0],
    ['one undone late on its day', null, '2026-03-09T23:00:00Z', '2026-03-10T22:59:59Z', 0],
    ['one undone on the next day', null, '2026-03-10T22:59:59Z', '2026-03-10T23:00:00Z', 1],
    ['one undone much later', null, '2026-01-10T12:00:00Z', '2026-03-10T12:00:00Z', 1],
  ])('by %s', (_, adjustment, createdAt, undoneAt, given) => {
    const row = { adjustment, createdAt: at(createdAt), undoneAt: undoneAt ? at(undoneAt) : null };
    expect(sessionsGiven(row, ZONE)).toBe(given);
  });
});

it('a month begins with its first day', () => {
  expect(monthOf('2026-03-10')).toBe('2026-03-01');
  expect(monthOf('2026-12-31')).toBe('2026-12-01');
});

describe('the days of an extension', () => {
  it.each([
    ['2026-03-10T22:59:59Z', '2026-03-11T22:59:59Z', 1],
    // Clocks change between the two.
    ['2026-03-10T22:59:59Z', '2026-04-09T21:59:59Z', 30],
    ['2026-03-10T22:59:59Z', '2026-03-10T23:00:00Z', 0],
    ['2026-03-10T10:00:00Z', '2026-03-10T22:59:59Z', 0],
    ['2026-03-11T22:59:59Z', '2026-03-10T22:59:59Z', 0],
    [null, '2026-03-10T22:59:59Z', 0],
    ['2026-03-10T22:59:59Z', null, 0],
    ['2026-03-10T22:59:59Z', '2026-03-10T22:59:59Z', 0],
  ])('from %s to %s', (before, after, days) => {
    const change = { before: { expiresAt: before }, after: { expiresAt: after } };
    expect(daysExtended(change, ZONE)).toBe(days);
  });

  it('are none where the log has no terms', () => {
    expect(daysExtended({ before: null, after: undefined }, ZONE)).toBe(0);
    expect(daysExtended({ before: {}, after: { expiresAt: 5 } }, ZONE)).toBe(0);
  });
});

it('what is left may be given, and not more', () => {
  expect(() => requireLeft({ limit: 5, used: 3, wanted: 2 }, 'days')).not.toThrow();
  for (const [limit, used, wanted, left] of [
    [5, 3, 3, 2],
    [5, 9, 1, 0],
    [0, 0, 1, 0],
  ] as const) {
    expect(() => requireLeft({ limit, used, wanted }, 'days')).toThrow(
      expect.objectContaining({ code: 'approval_required', extras: { limit, left, unit: 'days' } }),
    );
  }
});
