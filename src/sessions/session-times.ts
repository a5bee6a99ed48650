import { HOUR_MS, MINUTE_MS } from '../common/durations.js';
import { fieldError, type Problem, validationProblem } from '../common/problem.js';
import { addDays, startOfStudioDay, type StudioDay, studioDayOf } from '../common/studio-day.js';
import { MAX_DAYS_BACK } from './session-rules.js';

/** How far back a workout may be told. */
const MAX_AGE_MS = 24 * HOUR_MS;
/** Telephones' clocks run ahead a little; that much future is taken as now. */
const CLOCK_SKEW_MS = MINUTE_MS;

/** When a workout started. Throws `validation_failed` for the future and for over a day ago. */
export function startOfWorkout(startedAt: string | undefined, now: Date): Date {
  if (startedAt === undefined) return now;
  const started = new Date(startedAt);
  const ageMs = now.getTime() - started.getTime();
  if (ageMs < -CLOCK_SKEW_MS) throw invalid('startedAt', 'startedAt must not be in the future.');
  if (ageMs > MAX_AGE_MS) throw invalid('startedAt', 'startedAt must be at most 24 hours ago.');
  return started > now ? now : started;
}

/** The day of a manual usage. Throws `validation_failed` for the future and for long ago. */
export function requireUsageDay(day: StudioDay, today: StudioDay): StudioDay {
  if (day > today) throw invalid('usageDate', 'usageDate must not be in the future.');
  if (day < addDays(today, -MAX_DAYS_BACK)) {
    throw invalid('usageDate', `usageDate must be at most ${MAX_DAYS_BACK} days back.`);
  }
  return day;
}

/** The instant at which a package must be usable for a session of a day. */
export function usableAtOn(day: StudioDay, now: Date, timeZone: string): Date {
  return day === studioDayOf(now, timeZone) ? now : startOfStudioDay(day, timeZone);
}

function invalid(field: string, message: string): Problem {
  return validationProblem([fieldError('body', field, message)]);
}
