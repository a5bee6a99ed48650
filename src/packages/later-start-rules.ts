import { fieldError, type Problem, validationProblem } from '../common/problem.js';
import { addDays, type StudioDay, studioDayOf } from '../common/studio-day.js';
import type { FreezeSpan, Span } from './freeze-rules.js';
import type { Package } from './package.entity.js';

/** How many days ahead a package may begin. */
const MAX_STARTED_AHEAD = 90;

/** The code of an activity by which a package begins later than it was sold. */
export const LATER_START = 'later_start';

interface Now {
  readonly at: Date;
  readonly zone: string;
}

/**
 * Whether a freeze is a later start: from the day of the sale on nothing can be used. What a
 * studio lets a package be frozen for says nothing of it.
 */
export function isLaterStart(
  { requestedAt }: Pick<Package, 'requestedAt'>,
  { from }: Span,
  { zone }: Pick<Now, 'zone'>,
): boolean {
  return from === studioDayOf(requestedAt, zone);
}

/** The freezes of a package without a later start. */
export function pausesOf(
  one: Pick<Package, 'requestedAt'>,
  freezes: readonly FreezeSpan[],
  now: Pick<Now, 'zone'>,
): FreezeSpan[] {
  return freezes.filter((span) => !isLaterStart(one, span, now));
}

/**
 * The first day on which a package that is sold now can be used; undefined where that is today.
 * Throws `validation_failed` for a day that has passed, or is far ahead.
 */
export function laterStart(
  startsOn: StudioDay | undefined,
  { at, zone }: Now,
): StudioDay | undefined {
  const today = studioDayOf(at, zone);
  if (startsOn === undefined || startsOn === today) return undefined;
  if (startsOn < today) throw invalid('startsOn', 'startsOn must not be before today.');
  if (startsOn > addDays(today, MAX_STARTED_AHEAD)) {
    throw invalid('startsOn', `startsOn must be at most ${MAX_STARTED_AHEAD} days ahead.`);
  }
  return startsOn;
}

/** Throws `validation_failed` where a later start would become one that is far ahead. */
export function requireStart({ to }: Span, { at, zone }: Now): void {
  if (to === null || to < addDays(studioDayOf(at, zone), MAX_STARTED_AHEAD)) return;
  throw invalid('to', `to must be less than ${MAX_STARTED_AHEAD} days ahead: then it starts.`);
}

/** Why a day is refused to what begins by itself. */
export function startsByItself(): Problem {
  const message = 'startsOn must be absent: the days of this item begin with the first session.';
  return invalid('startsOn', message);
}

function invalid(field: string, message: string): Problem {
  return validationProblem([fieldError('body', field, message)]);
}
