import type { SharedTimes } from '../database/shared-times.js';

/** An instant as the old app reads it: `YYYY-MM-DD HH:MM:SS` on the clock of a time zone. */
export function phpTimeOf(instant: Date, clock: SharedTimes): string {
  return clock.toDb(instant).slice(0, 19);
}
