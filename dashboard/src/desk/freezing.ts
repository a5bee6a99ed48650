import { DAY_MS } from '../../../src/common/durations.js';
import { movedBy } from '../../../src/common/moved-end.js';
import { addDays, isStudioDay } from '../../../src/common/studio-day.js';
import type { PackageDto } from '../api/generated/types.gen.js';

/** The days that somebody enters; `to` is null until further notice. */
export interface Entered {
  readonly from: string;
  readonly to: string | null;
}

/** What is wrong with the days, if anything is. */
export function faultOf({ from, to }: Entered): 'from' | 'to' | 'order' | null {
  if (!isStudioDay(from)) return 'from';
  if (to === null) return null;
  if (!isStudioDay(to)) return 'to';
  return to < addDays(from, -1) ? 'order' : null;
}

/** How many days they are; null where nobody knows. */
export function daysOf({ from, to }: Entered): number | null {
  if (to === null) return null;
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1);
}

/** The end of a package with these days instead of those of its freeze; null where it has none. */
export function endWith(
  { expiresAt, freeze }: Pick<PackageDto, 'expiresAt' | 'freeze'>,
  entered: Entered,
  timeZone: string,
): string | null {
  const days = daysOf(entered);
  if (expiresAt === null || days === null) return null;
  const had = freeze ? (daysOf(freeze) ?? 0) : 0;
  return movedBy(new Date(expiresAt), days - had, timeZone).toISOString();
}
