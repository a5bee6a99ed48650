import { describe, expect, it } from 'vitest';
import { Problem } from '../common/problem.js';
import { requireUsageDay, startOfWorkout } from './session-times.js';

const NOW = new Date('2026-03-10T12:00:00Z');

/** The field that a call is refused for. */
function refusedField(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.code).toBe('validation_failed');
    return error.extras.errors?.[0]?.field;
  }
  return undefined;
}

describe('the start of a workout', () => {
  it('is now where nothing is said', () => {
    expect(startOfWorkout(undefined, NOW)).toEqual(NOW);
  });

  it.each([
    ['now', '2026-03-10T12:00:00Z', '2026-03-10T12:00:00.000Z'],
    ['an hour ago', '2026-03-10T11:00:00Z', '2026-03-10T11:00:00.000Z'],
    ['with another offset', '2026-03-10T16:30:00+05:30', '2026-03-10T11:00:00.000Z'],
    ['24 hours ago', '2026-03-09T12:00:00Z', '2026-03-09T12:00:00.000Z'],
    ['by a clock a minute ahead: now', '2026-03-10T12:01:00Z', '2026-03-10T12:00:00.000Z'],
  ])('may be %s', (_, startedAt, start) => {
    expect(startOfWorkout(startedAt, NOW).toISOString()).toBe(start);
  });

  it.each(['2026-03-09T11:59:59.999Z', '2026-03-10T12:01:00.001Z', '2027-01-01T00:00:00Z'])(
    'is not %s',
    (startedAt) => {
      expect(refusedField(() => startOfWorkout(startedAt, NOW))).toBe('startedAt');
    },
  );
});

describe('the day of a usage by hand', () => {
  it.each(['2026-03-10', '2026-03-09', '2025-12-10'])('may be %s', (day) => {
    expect(requireUsageDay(day, '2026-03-10')).toBe(day);
  });

  it.each(['2026-03-11', '2027-03-10', '2025-12-09', '1900-01-01'])('is not %s', (day) => {
    expect(refusedField(() => requireUsageDay(day, '2026-03-10'))).toBe('usageDate');
  });
});
