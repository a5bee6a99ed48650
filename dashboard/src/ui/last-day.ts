import { lastDayOf } from '../../../src/common/last-day.js';
import { studioNow } from '../api/studio-clock.js';
import { t } from '../texts/texts.js';
import { dayText, momentText, studioToday } from './dates.js';

/**
 * When something ends, as its last day: `31 Dec`. Only an end within a day has its hour:
 * `31 Dec, 14:30`. Every end that pages show is written by this.
 */
export function lastDayText(end: string, timeZone: string, today: string): string {
  const { day, isWhole } = lastDayOf(new Date(end), timeZone);
  return isWhole ? dayText(day, today) : momentText(end, timeZone, today);
}

/** Until when a package is valid, or was. */
export function validityText(expiresAt: string | null, timeZone: string): string {
  if (expiresAt === null) return t.member.unlimited;
  const text = lastDayText(expiresAt, timeZone, studioToday(timeZone));
  // At the instant of its end it is over, as the server sees it.
  return new Date(expiresAt) <= studioNow() ? t.member.ended(text) : t.member.validUntil(text);
}
