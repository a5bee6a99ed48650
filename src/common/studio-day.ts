import { DAY_MS } from './durations.js';

/** A calendar date in the studio's time zone, `YYYY-MM-DD`. Sorts as text. */
export type StudioDay = string;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** The studio day on which an instant falls. */
export function studioDayOf(instant: Date, timeZone: string): StudioDay {
  return formatIn(timeZone).format(instant);
}

/** The day a number of calendar days later (or earlier, when negative). */
export function addDays(day: StudioDay, days: number): StudioDay {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The first instant (to the second) of a studio day. Found by search, because a day may start at
 * 01:00 where clocks change at midnight, and offsets are not whole hours everywhere.
 */
export function startOfStudioDay(day: StudioDay, timeZone: string): Date {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`);
  let before = utcMidnight / 1000 - 15 * 3600;
  let within = utcMidnight / 1000 + 15 * 3600;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (studioDayOf(new Date(middle * 1000), timeZone) >= day) within = middle;
    else before = middle;
  }
  return new Date(within * 1000);
}

/** Whether a text is a day from 1900 to 2199 that exists: `2026-02-28` but not `2026-02-30`. */
export function isStudioDay(text: unknown): text is StudioDay {
  if (typeof text !== 'string' || !/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
