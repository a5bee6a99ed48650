import { lastDayOf } from '../common/last-day.js';
import { DAY_MS } from '../common/durations.js';
import { type LimitUnit, Problem } from '../common/problem.js';
import { type StudioDay, studioDayOf } from '../common/studio-day.js';

/** What of a history row says whether its person gave sessions away. */
export interface Giving {
  /** Signed; null on a usage, which was undone. */
  readonly adjustment: number | null;
  readonly createdAt: Date;
  readonly undoneAt: Date | null;
}

/**
 * The sessions that a correction or an undo gives away: as many as a count was raised by, and one
 * for a usage that is undone on a later day than it was written. On the same day it is the slip of
 * a finger that is put right.
 */
export function sessionsGiven(
  { adjustment, createdAt, undoneAt }: Giving,
  timeZone: string,
): number {
  if (adjustment !== null) return Math.max(0, adjustment);
  if (undoneAt === null) return 0;
  return studioDayOf(createdAt, timeZone) === studioDayOf(undoneAt, timeZone) ? 0 : 1;
}

/** The first day of the studio month. */
export function monthOf(day: StudioDay): StudioDay {
  return `${day.slice(0, 8)}01`;
}

/** The activity of a change of terms: the terms before and after it, as the log has them. */
export interface TermsChange {
  readonly before: unknown;
  readonly after: unknown;
}

/** By how many days a package ends later; 0 where it ended or ends never. */
export function daysExtended({ before, after }: TermsChange, timeZone: string): number {
  const [from, to] = [endOf(before), endOf(after)];
  if (!from || !to) return 0;
  const day = (end: Date) => Date.parse(lastDayOf(end, timeZone).day);
  return Math.max(0, Math.round((day(to) - day(from)) / DAY_MS));
}

const LIMITED: Readonly<Record<LimitUnit, string>> = {
  sessions: 'give a member so many sessions in a month',
  days: 'extend a package by so many days',
};

/** Throws `approval_required` where something is beyond what is left of a limit. */
export function requireLeft(
  { limit, used, wanted }: Readonly<Record<'limit' | 'used' | 'wanted', number>>,
  unit: LimitUnit,
): void {
  if (used + wanted <= limit) return;
  const left = Math.max(0, limit - used);
  const rest = `${left} of ${limit} are left`;
  const detail = `A coach may not ${LIMITED[unit]} alone: ${rest}. Ask the front desk.`;
  throw new Problem('approval_required', detail, { limit, left, unit });
}

/** Throws `approval_required` where one correction, up or down, is larger than a limit. */
export function requireWithin(limit: number, adjustment: number): void {
  if (Math.abs(adjustment) <= limit) return;
  const detail = `A coach may correct by ${limit} sessions at once, not more. Ask the front desk.`;
  throw new Problem('approval_required', detail, { limit, unit: 'sessions' });
}

function endOf(terms: unknown): Date | undefined {
  const { expiresAt } = (terms ?? {}) as { expiresAt?: unknown };
  return typeof expiresAt === 'string' ? new Date(expiresAt) : undefined;
}
