import type { Package } from './package.entity.js';
import { isBooked } from './package-rules.js';

/** The code of an activity by which a session was probably taken a second time. */
export const LIKELY_DOUBLE_DEDUCTION = 'likely_double_deduction';

/** What a package's history adds up to, the rows of PHP included. */
export interface HistorySums {
  readonly activeUsages: number;
  readonly adjustments: number;
}

/** A usage that PHP wrote, and whether the pair's session of that day is taken. */
export interface UnreconciledUsage {
  readonly id: number;
  readonly isActive: boolean;
  readonly isDayTaken: boolean;
}

/** One entry by which the books follow what PHP did. */
export type ReconciliationStep =
  | { readonly kind: 'removed'; readonly by: number }
  | { readonly kind: 'usage'; readonly usageId: number; readonly by: -1 }
  | { readonly kind: 'second-of-day'; readonly usageId: number; readonly by: -1 }
  | { readonly kind: 'difference'; readonly by: number; readonly why: Difference };

/**
 * Why a balance differs: a usage came for which no session was taken (or whose session had been
 * booked before), a session was taken for which there is no usage, a usage went whose session was
 * not given back, or somebody changed the count.
 */
export type Difference = 'untaken-usage' | 'likely-double' | 'not-given-back' | 'changed-count';

/** Whether PHP has changed the package since our books last left it. */
export function isBehind(
  one: Pick<Package, 'isCounted' | 'booked' | 'remaining' | 'version'>,
  hasUnreconciledUsages: boolean,
): boolean {
  if (!isBooked(one)) return hasUnreconciledUsages;
  return one.version === 0 || hasUnreconciledUsages || one.booked !== (one.remaining ?? 0);
}

/**
 * Whether a package that is counted has no opening balance yet: PHP has sold it, or it was not
 * counted until now. Terms may have been changed before; of those there is a version already.
 */
export function isUnopened({ version, booked, granted }: Package): boolean {
  return version === 0 || (booked === null && granted === 0);
}

/** What has to be granted so that a package that PHP sold adds up. */
export function openingGrant(one: Package, { activeUsages, adjustments }: HistorySums): number {
  return (one.remaining ?? 0) + activeUsages - adjustments;
}

/**
 * The entries that lead the books to the balance as it is, in an order in which no balance between
 * is negative: what was added comes first, what is missing without a usage comes last. Before all
 * others come the usages that are gone, as the history has lost them already; after all others,
 * entries that are gone. `hasLostRows` says that rows are gone, be it that they counted nothing.
 */
export function reconciliationSteps(
  one: Package,
  { activeUsages, adjustments }: HistorySums,
  unreconciled: readonly UnreconciledUsage[],
  hasLostRows = false,
): ReconciliationStep[] {
  const sum = one.granted + adjustments - activeUsages;
  const usages = unreconciled.filter((usage) => usage.isActive).map(stepOf);
  const by = removedSince(one, sum + usages.length);
  const removed: ReconciliationStep[] = by !== 0 || hasLostRows ? [{ kind: 'removed', by }] : [];
  const others = stepsTo((one.remaining ?? 0) - sum, { activeUsages, removed: by }, usages);
  return by < 0 ? [...others, ...removed] : [...removed, ...others];
}

/** What the history says without the rows that are new to us, and our books did not leave so. */
function removedSince({ booked }: Package, without: number): number {
  return without - (booked ?? without);
}

/** What is there of usages, and how many have gone. */
interface Usages {
  readonly activeUsages: number;
  readonly removed: number;
}

function stepsTo(
  difference: number,
  all: Usages,
  usages: readonly ReconciliationStep[],
): readonly ReconciliationStep[] {
  if (difference === 0) return usages;
  const why = whyItDiffers(difference, all, usages.length);
  const booked: ReconciliationStep = { kind: 'difference', by: difference, why };
  return difference > 0 ? [booked, ...usages] : [...usages, booked];
}

function whyItDiffers(
  by: number,
  { activeUsages, removed }: Usages,
  unreconciledUsages: number,
): Difference {
  if (by > 0) return by <= unreconciledUsages ? 'untaken-usage' : 'changed-count';
  if (-by <= removed) return 'not-given-back';
  // PHP counts down first, and then finds the day's usage there or is just about to write it. So
  // sessions can be missing for each usage since our last touch, for the one of that touch, and for
  // one to come. More than two of each, or than were ever used, were taken on purpose.
  const isPossible = -by <= Math.min(activeUsages + 1, 2 * (unreconciledUsages + 1));
  return isPossible ? 'likely-double' : 'changed-count';
}

function stepOf(usage: UnreconciledUsage): ReconciliationStep {
  const kind = usage.isDayTaken ? 'second-of-day' : 'usage';
  return { kind, usageId: usage.id, by: -1 };
}
