import { type StudioDay, studioDayOf } from './studio-day.js';

/** The last day of something that ends at an instant. */
export interface LastDay {
  readonly day: StudioDay;
  /** Whether it lasts until that day is over; else it ends within the day, at an hour. */
  readonly isWhole: boolean;
}

/**
 * The last day on which something can be used that ends at an instant. An end at which a studio day
 * begins belongs to the day before: databases that keep a date in a column for times are full of
 * them. The last second of a day, with which sales end, is as good as the end of that day.
 */
export function lastDayOf(end: Date, timeZone: string): LastDay {
  const day = studioDayOf(end, timeZone);
  const before = studioDayOf(new Date(end.getTime() - 1000), timeZone);
  // Not one less: a day may begin at one o'clock, and zones have skipped days.
  if (before !== day) return { day: before, isWhole: true };
  return { day, isWhole: studioDayOf(new Date(end.getTime() + 1000), timeZone) !== day };
}
