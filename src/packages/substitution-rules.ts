import type { Actor } from '../common/actor.js';
import { DAY_MS } from '../common/durations.js';
import { fieldError, Problem, validationProblem } from '../common/problem.js';
import { addDays, type StudioDay } from '../common/studio-day.js';

/** How many days a substitution has at most. */
export const MAX_SUBSTITUTED_DAYS = 90;
/** How many days ahead a substitution may begin. */
export const MAX_SUBSTITUTED_AHEAD = 90;

/** The code of an activity that tells the log of the substitute what that of the coach says. */
export const STANDS_IN = 'stands_in';

/** Days on which somebody stands in for a coach, for all members of the coach or for one. */
export interface Cover {
  readonly coachId: number;
  readonly memberId: number | null;
  readonly from: StudioDay;
  readonly to: StudioDay;
}

/** A substitution as the rules look at it. */
export interface Substituted extends Cover {
  readonly id: number;
  readonly substituteId: number;
}

/** Throws `same_coach` for whoever would stand in for themselves. */
export function requireOther(coachId: number, substituteId: number): void {
  if (coachId !== substituteId) return;
  throw new Problem('same_coach', 'Nobody stands in for themselves.');
}

/**
 * Throws `validation_failed` for days that have passed, begin far ahead, or end before they begin,
 * and `substitution_too_long`.
 */
export function requireDays({ from, to }: Days, today: StudioDay): void {
  if (from < today) throw invalid('from', 'from must not be before today.');
  if (from > addDays(today, MAX_SUBSTITUTED_AHEAD)) {
    throw invalid('from', `from must be at most ${MAX_SUBSTITUTED_AHEAD} days ahead.`);
  }
  if (to < from) throw invalid('to', 'to must not be before from.');
  requireShort({ from, to });
}

/**
 * Throws `substitution_over` where the last day has passed, `validation_failed` for another one
 * that rewrites days that have passed, or is more than a day before the first, and
 * `substitution_too_long`. The day before the first takes it back.
 */
export function requireEnd(one: Days, to: StudioDay, today: StudioDay): void {
  if (one.to < today) {
    const detail = `It ended on ${one.to}. Set another one.`;
    throw new Problem('substitution_over', detail);
  }
  const yesterday = addDays(today, -1);
  if (to < yesterday) throw invalid('to', 'to must be yesterday, which ends it now, or later.');
  if (to < addDays(one.from, -1)) {
    throw invalid('to', 'to must be the day before it begins, which takes it back, or later.');
  }
  requireShort({ from: one.from, to });
}

/** Throws `already_substituted` where somebody stands in for the same coach and member then. */
export function requireUncovered(others: readonly Substituted[], one: Substituted): void {
  const other = others.find(
    ({ id, coachId, memberId, ...days }) =>
      id !== one.id &&
      coachId === one.coachId &&
      overlap(days, one) &&
      (memberId === null || one.memberId === null || memberId === one.memberId),
  );
  if (!other) return;
  const { from, to, substituteId } = other;
  const detail = `The person ${substituteId} stands in from ${from} to ${to} already.`;
  throw new Problem('already_substituted', detail);
}

/**
 * Throws `substitute_away` where whoever is to stand in is substituted as a whole on one of the
 * days, or the coach who is away stands in for somebody then: reach is never passed on, so nobody
 * would train those members.
 */
export function requirePresent(others: readonly Substituted[], one: Substituted): void {
  const away = others.find(
    ({ id, coachId, memberId, substituteId, ...days }) =>
      id !== one.id &&
      overlap(days, one) &&
      ((coachId === one.substituteId && memberId === null) ||
        (substituteId === one.coachId && one.memberId === null)),
  );
  if (!away) return;
  const who = away.coachId === one.substituteId ? one.substituteId : one.coachId;
  const { coachId, substituteId, from, to } = away;
  const detail =
    `The person ${who} would be away while ${substituteId} stands in for ${coachId} from ` +
    `${from} to ${to}. Choose somebody else, or end that first.`;
  throw new Problem('substitute_away', detail);
}

/** Throws `outside_substitution` for a day that is not one of those of whoever stands in. */
export function requireCovered(covers: readonly Cover[], day: StudioDay | null): void {
  if (covers.length === 0) return;
  if (day !== null && covers.some(({ from, to }) => from <= day && day <= to)) return;
  const days = covers.map(({ from, to }) => `${from} to ${to}`).join(', ');
  throw new Problem('outside_substitution', `You stand in from ${days}.`);
}

/** Who trained, where it was not the coach: whoever acts and stands in for the coach that day. */
export function delivererOf(
  { id }: Actor,
  pair: { readonly memberId: number; readonly coachId: number },
  day: StudioDay,
  covers: readonly Cover[],
): number | null {
  const covered = covers.some(
    ({ coachId, memberId, from, to }) =>
      coachId === pair.coachId &&
      (memberId === null || memberId === pair.memberId) &&
      from <= day &&
      day <= to,
  );
  return covered ? id : null;
}

/** Whether it has not ended on the day. */
export function isComingOrCurrent({ from, to }: Days, today: StudioDay): boolean {
  return to >= today && to >= from;
}

type Days = Pick<Cover, 'from' | 'to'>;

function overlap(one: Days, other: Days): boolean {
  return one.from <= other.to && other.from <= one.to && one.from <= one.to;
}

function requireShort({ from, to }: Days): void {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  if (days <= MAX_SUBSTITUTED_DAYS) return;
  const limit = MAX_SUBSTITUTED_DAYS;
  throw new Problem('substitution_too_long', `At most ${limit} days.`, { limit, unit: 'days' });
}

function invalid(field: string, message: string): Problem {
  return validationProblem([fieldError('body', field, message)]);
}
