import { DAY_MS } from '../../../src/common/durations.js';
import { studioNow } from '../api/studio-clock.js';
import { studioDayOf } from '../../../src/common/studio-day.js';
import { locale } from '../texts/texts.js';

export { addDays, isStudioDay, studioDayOf } from '../../../src/common/studio-day.js';
export { addMonths } from './later-days.js';

/** The studio day at this moment, whatever the clock of this device says. */
export function studioToday(timeZone: string): string {
  return studioDayOf(studioNow(), timeZone);
}

/** A studio day for people: `22 Nov`, with the year where it is not this one's. */
export function dayText(day: string, today: string): string {
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' as const };
  return format({ day: 'numeric', month: 'short', ...year, timeZone: 'UTC' }).format(middayOf(day));
}

/** A studio day in full: `Sunday, 22 November 2026`. */
export function longDayText(day: string): string {
  return format({ dateStyle: 'full', timeZone: 'UTC' }).format(middayOf(day));
}

/** The time of an instant in the studio: `14:30`. */
export function timeText(instant: string, timeZone: string): string {
  return format({ timeStyle: 'short', timeZone }).format(new Date(instant));
}

/** The day and time of an instant in the studio: `22 Nov, 14:30`. */
export function momentText(instant: string, timeZone: string, today: string): string {
  const day = dayText(studioDayOf(new Date(instant), timeZone), today);
  return `${day}, ${timeText(instant, timeZone)}`;
}

/** Whole days between two studio days. */
export function daysBetween(from: string, to: string): number {
  return Math.round((middayOf(to).getTime() - middayOf(from).getTime()) / DAY_MS);
}

function middayOf(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  const cached = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, cached);
  return cached;
}
