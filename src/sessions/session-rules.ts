import type { StudioDay } from '../common/studio-day.js';
import { byAge, byUse, isCounted, type Package, stateOf } from '../members/package-rules.js';
import type { Usage } from './usage.entity.js';

/** Why a workout took no session although everything is in order. */
export const NO_DEDUCTION_REASONS = ['already_used_today', 'undone_today', 'not_counted'] as const;
export type NoDeductionReason = (typeof NO_DEDUCTION_REASONS)[number];

/** Why no session can be taken from any package. */
export type NoPackageCode = 'no_active_package' | 'package_expired' | 'package_exhausted';

/** Whether the row is a session used up; the others only correct or explain the count. */
export function isUsage({ kind }: Pick<Usage, 'kind'>): boolean {
  return kind === 'automatic' || kind === 'manual';
}

/** The usage that counts on the day, if there is one. */
export function activeUsage(onDay: readonly Usage[]): Usage | undefined {
  return onDay.find((usage) => usage.activeSlot === 1 && usage.undoneAt === null);
}

/** The automatic usage of the day that a person undid: starting again must not cancel that. */
export function usageUndoneByPerson(onDay: readonly Usage[]): Usage | undefined {
  return onDay.find(
    ({ kind, undoneAt, undoneBy }) =>
      kind === 'automatic' && undoneAt !== null && undoneBy !== null,
  );
}

/** The package from which the next session is taken, of those usable at the instant. */
export function nextPackage(packages: readonly Package[], at: Date): Package | undefined {
  return packages
    .filter((one) => isCounted(one) && stateOf(one, at) === 'active')
    .toSorted(byUse)[0];
}

/** A running subscription that counts nothing. */
export function uncountedSubscription(packages: readonly Package[], at: Date): Package | undefined {
  return packages
    .filter((one) => !isCounted(one) && stateOf(one, at) === 'active')
    .toSorted(byAge)[0];
}

/** Why there is none, as the newest package that could have been one tells. */
export function whyNoPackage(packages: readonly Package[], at: Date): NoPackageCode {
  const newest = packages
    .filter((one) => ['exhausted', 'expired'].includes(stateOf(one, at)))
    .toSorted(byAge)
    .at(-1);
  if (!newest) return 'no_active_package';
  return stateOf(newest, at) === 'expired' ? 'package_expired' : 'package_exhausted';
}

/** The package that a correction without a named package is about. */
export function packageToAdjust(packages: readonly Package[], at: Date): Package | undefined {
  return nextPackage(packages, at) ?? newestDrained(packages, at);
}

function newestDrained(packages: readonly Package[], at: Date): Package | undefined {
  return packages
    .filter((one) => stateOf(one, at) === 'exhausted')
    .toSorted(byAge)
    .at(-1);
}

/** A row of the history that is a session used up on a day. */
export function newUsage(
  taken: Package,
  usage: {
    kind: 'automatic' | 'manual';
    day: StudioDay;
    at: Date;
    by: number | null;
    reason: string | null;
  },
): Omit<Usage, 'id'> {
  return {
    ...newRow(taken, usage),
    kind: usage.kind,
    usageDate: usage.day,
    adjustment: null,
    activeSlot: 1,
  };
}

/** A row of the history that corrects the count and takes no day. */
export function newAdjustment(
  adjusted: Package,
  adjustment: { amount: number; at: Date; by: number | null; reason: string },
): Omit<Usage, 'id'> {
  return {
    ...newRow(adjusted, adjustment),
    kind: 'adjustment',
    usageDate: null,
    adjustment: adjustment.amount,
    activeSlot: null,
  };
}

function newRow(
  one: Package,
  { at, by, reason }: { at: Date; by: number | null; reason: string | null },
) {
  return {
    packageId: one.id,
    memberId: one.memberId,
    coachId: one.coachId,
    createdAt: at,
    balanceAfter: one.remaining,
    reason,
    createdBy: by,
    undoneAt: null,
    undoneBy: null,
    undoReason: null,
  };
}
