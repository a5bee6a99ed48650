import { lastDayOf } from './last-day.js';
import { addDays, startOfStudioDay } from './studio-day.js';

/**
 * An end so many studio days later, or earlier. Told from the end of its day, so that clocks that
 * change at night move neither the last second of a day nor an hour within it, and back is back.
 */
export function movedBy(end: Date, days: number, zone: string): Date {
  const { day } = lastDayOf(end, zone);
  const left = startOfStudioDay(addDays(day, 1), zone).getTime() - end.getTime();
  return new Date(startOfStudioDay(addDays(day, 1 + days), zone).getTime() - left);
}
