import { lastDayOf } from '../common/last-day.js';
import { movedBy } from '../common/moved-end.js';
import { fieldError, Problem, validationProblem } from '../common/problem.js';
import { addDays, type StudioDay, studioDayOf } from '../common/studio-day.js';
import { waitsForUse } from './first-use-rules.js';
import {
  daysIn,
  daysTaken,
  type FreezeSpan,
  frozenText,
  overlaps,
  type Span,
} from './freeze-rules.js';
import { legacyStatusOf, type Package, stateOf } from './package-rules.js';
import { requireOpen } from './void-rules.js';

/** How many days back a freeze may begin or end, where nothing was used since. */
const MAX_FROZEN_BACK = 30;
/** How many days ahead a freeze may begin. */
const MAX_FROZEN_AHEAD = 90;
/** How many freezes a package can have: as many as its column has room for. */
export const MAX_FREEZES = 24;

/** Where and when a package is frozen. */
export interface Now {
  readonly at: Date;
  readonly zone: string;
}

/**
 * Throws `validation_failed` for a freeze that begins long ago or far ahead, before the package was
 * sold, or ends before it begins.
 */
export function requireSpan(one: Package, { from, to }: Span, { at, zone }: Now): void {
  const today = studioDayOf(at, zone);
  const back = MAX_FROZEN_BACK;
  if (from < addDays(today, -back)) {
    throw invalid('from', `from must be at most ${back} days back.`);
  }
  if (from > addDays(today, MAX_FROZEN_AHEAD)) {
    throw invalid('from', `from must be at most ${MAX_FROZEN_AHEAD} days ahead.`);
  }
  if (from < studioDayOf(one.requestedAt, zone)) {
    throw invalid('from', 'from must not be before the day on which the package was sold.');
  }
  if (to !== null && to < from) throw invalid('to', 'to must not be before from.');
}

/**
 * Throws `validation_failed` for another end of a freeze that is long ago, or more than a day
 * before it begins: the day before takes it back.
 */
export function requireEnd(span: FreezeSpan, to: StudioDay | null, { at, zone }: Now): void {
  if (to === null) return;
  const back = MAX_FROZEN_BACK;
  if (to < addDays(span.from, -1)) {
    throw invalid('to', 'to must be the day before it begins, which takes it back, or later.');
  }
  if (to < addDays(studioDayOf(at, zone), -back - 1)) {
    throw invalid('to', `to must be at most ${back} days back.`);
  }
}

/**
 * Throws `package_voided` or `not_freezable` where there is nothing to freeze: nothing can be used
 * of the package, its days have not begun or are over by then, or nothing of it would wait.
 */
export function requireFreezable(one: Package, from: StudioDay, { at, zone }: Now): void {
  requireOpen(one);
  const last = one.expiresAt && lastDayOf(one.expiresAt, zone).day;
  const isUsable = ['active', 'frozen'].includes(stateOf(one, at));
  const has = one.isCounted ? (one.remaining ?? 0) > 0 : last !== null && one.status === 'active';
  if (!isUsable || !has) throw notFreezable('Only a package of which something is left is frozen.');
  if (waitsForUse(one)) {
    throw notFreezable('Its days begin with its first session: until then none of them passes.');
  }
  if (last !== null && last < from) throw notFreezable(`Its last day is ${last}.`);
}

/** Throws `already_frozen` where another freeze has one of the days. */
export function requireUnfrozen(others: readonly FreezeSpan[], span: Span): void {
  const other = others.find((one) => overlaps(one, span));
  if (!other) return;
  const until = other.to === null ? 'until further notice' : `to ${other.to}`;
  const detail = `The package is frozen from ${other.from} ${until}.`;
  throw new Problem('already_frozen', detail, { until: other.to });
}

/**
 * Throws `freeze_limit` where the days are more than the studio lets a package be frozen, with
 * those that it was or is to be.
 */
export function requireWithin(
  limit: number,
  pauses: readonly FreezeSpan[],
  span: Span,
  { at, zone }: Now,
): void {
  const today = studioDayOf(at, zone);
  const taken = pauses.reduce((sum, other) => sum + daysTaken(other, today), 0);
  const left = Math.max(0, limit - taken);
  // Until further notice is a day at least.
  const wanted = Math.max(1, daysTaken(span, today));
  if (wanted <= left) return;
  const detail = `A package is frozen for ${limit} days at most, and ${left} are left.`;
  throw new Problem('freeze_limit', detail, { limit, left, unit: 'days' });
}

/** Throws `freeze_limit` where the column of a package has no room for another freeze. */
export function requireRoom(others: readonly FreezeSpan[]): void {
  if (others.length < MAX_FREEZES) return;
  const detail = `A package is frozen ${MAX_FREEZES} times at most.`;
  throw new Problem('freeze_limit', detail, { left: 0, unit: 'days' });
}

/** Throws `used_while_frozen` where a session counts on one of the days. */
export function requireUnused(days: readonly StudioDay[]): void {
  if (days.length === 0) return;
  const detail = `A session was used on ${days.join(', ')}. Freeze other days, or undo it first.`;
  throw new Problem('used_while_frozen', detail, { days });
}

/** The days that another end of a freeze adds to it; undefined for none. */
export function daysAddedBy(span: FreezeSpan, to: StudioDay | null): Span | undefined {
  if (span.to === null || (to !== null && to <= span.to)) return undefined;
  const next = addDays(span.to, 1);
  return { from: next > span.from ? next : span.from, to };
}

/**
 * Whether another end is one that limits say nothing of: what has passed has passed, and fewer days
 * are fewer.
 */
export function isShorter(span: FreezeSpan, to: StudioDay | null, today: StudioDay): boolean {
  if (to === null) return false;
  return span.to === null ? to <= today : to < span.to;
}

/**
 * A package with other freezes, of which `moved` says by how many days its end is another; without
 * an end none is. Those that were taken back are none.
 */
export function withFreezes(
  one: Package,
  freezes: readonly FreezeSpan[],
  moved: number,
  { at, zone }: Now,
): Package {
  const kept = freezes.filter((span) => span.to === null || daysIn(span) > 0);
  const spans = kept.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const { expiresAt } = one;
  const frozen: Package = {
    ...one,
    frozenDays: frozenText(spans),
    frozen: spans.length === 0 ? null : { zone, spans },
    expiresAt: expiresAt && moved !== 0 ? movedBy(expiresAt, moved, zone) : expiresAt,
    version: one.version + 1,
  };
  return { ...frozen, status: legacyStatusOf(frozen, at) };
}

/**
 * Throws `not_freezable` where a freeze that is to come would begin after the last day, because
 * that is an earlier one now, or a freeze before it is shorter: what is over is not frozen.
 */
export function requireReached({ frozen, expiresAt }: Package, { zone }: Now): void {
  let end = expiresAt;
  for (const span of frozen?.spans.toReversed() ?? []) {
    if (end === null) return;
    end = movedBy(end, -daysIn(span), zone);
    const last = lastDayOf(end, zone).day;
    if (last >= span.from) continue;
    const other = `The freeze from ${span.from} on would begin after the last day, ${last}.`;
    throw notFreezable(`${other} Take that one back first.`);
  }
}

/** What the log says of a freeze beside the terms. */
export function freezeTold({ id, from, to }: FreezeSpan): object {
  return { freezeId: id, frozenFrom: from, frozenTo: to };
}

function notFreezable(detail: string): Problem {
  return new Problem('not_freezable', detail);
}

function invalid(field: string, message: string): Problem {
  return validationProblem([fieldError('body', field, message)]);
}
