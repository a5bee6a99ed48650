import { MINUTE_MS } from '../common/durations.js';
import { addDays, startOfStudioDay, studioDayOf } from '../common/studio-day.js';

/** How often a task runs; `dailyAt` is `HH:MM` by the clock of the studio. */
export type Schedule = { readonly everyMinutes: number } | { readonly dailyAt: string };

/** A run that failed is tried again after so long, where it is not due sooner. */
const AGAIN_AFTER_MS = 10 * MINUTE_MS;

/**
 * When a task is due again that began at an instant: once, however many runs were missed. A time of
 * day that clocks leave out is the first instant behind it, one that comes twice is the first.
 */
export function nextRun(schedule: Schedule, beganAt: Date, timeZone: string): Date {
  if ('everyMinutes' in schedule) {
    return new Date(beganAt.getTime() + schedule.everyMinutes * MINUTE_MS);
  }
  const today = studioDayOf(beganAt, timeZone);
  for (let day = today; ; day = addDays(day, 1)) {
    const at = instantOf(day, schedule.dailyAt, timeZone);
    if (at && at > beganAt) return at;
  }
}

/** As `nextRun`, of a run that failed. */
export function nextTry(schedule: Schedule, beganAt: Date, now: Date, timeZone: string): Date {
  const regular = nextRun(schedule, beganAt, timeZone);
  return new Date(Math.min(regular.getTime(), now.getTime() + AGAIN_AFTER_MS));
}

/**
 * The first instant of a day at which the studio's clock shows a time, or a later one; undefined of
 * a day that a move across the date line left out.
 */
function instantOf(day: string, time: string, timeZone: string): Date | undefined {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  // By the minute, once a day: clocks have gone forward and back by any number of them.
  let at = startOfStudioDay(day, timeZone);
  if (studioDayOf(at, timeZone) !== day) return undefined;
  while (format.format(at) < time && studioDayOf(at, timeZone) === day) {
    at = new Date(at.getTime() + MINUTE_MS);
  }
  return at;
}
