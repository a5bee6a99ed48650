import { DAY_MS } from '../../../src/common/durations.js';
import { addDays, startOfStudioDay } from '../../../src/common/studio-day.js';

/** The day a number of months later: the same one, or the last that the month has. */
export function addMonths(day: string, months: number): string {
  const from = new Date(`${day}T00:00:00Z`);
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const next = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1);
  const daysOfMonth = (next - first.getTime()) / DAY_MS;
  const number = Math.min(from.getUTCDate(), daysOfMonth);
  return addDays(first.toISOString().slice(0, 10), number - 1);
}

/** The last second of a studio day, as the server stores the end of a package. */
export function lastInstantOf(day: string, timeZone: string): string {
  const next = startOfStudioDay(addDays(day, 1), timeZone);
  return new Date(next.getTime() - 1000).toISOString();
}
