import type { StudioDay } from '../common/studio-day.js';
import { freezeAt } from '../packages/freeze-rules.js';
import {
  byAge,
  byUse,
  type Package,
  type PackageState,
  stateOf,
} from '../packages/package-rules.js';
import { MOST_A_DAY } from '../packages/usage-rules.js';
import type { Usage } from '../packages/usage.entity.js';

/** How many days back a usage may be added by hand. */
export const MAX_DAYS_BACK = 90;

/** Why a workout took no session although everything is in order. */
export const NO_DEDUCTION_REASONS = ['already_used_today', 'undone_today', 'not_counted'] as const;
export type NoDeductionReason = (typeof NO_DEDUCTION_REASONS)[number];

/** Why no session can be taken from any package. */
export type NoPackageCode =
  'no_active_package' | 'package_frozen' | 'package_expired' | 'package_exhausted';

/** The usage that counts on the day, if there is one; the first where there are further ones. */
export function activeUsage(onDay: readonly Usage[]): Usage | undefined {
  return onDay.find((usage) => usage.activeSlot !== null && usage.undoneAt === null);
}

/**
 * The place of a session among those of its day, given the pair's usages of it; undefined where it
 * has none. A further one is taken on purpose, and leaves the first place to who was first; where
 * nothing is used yet, it is the first.
 */
export function freeSlot(ofPair: readonly Usage[], isFurther: boolean): number | undefined {
  const taken = ofPair.flatMap(({ activeSlot }) => (activeSlot === null ? [] : [activeSlot]));
  const isFirst = !isFurther || taken.length === 0;
  const slots = Array.from({ length: MOST_A_DAY }, (_, index) => index + 1);
  const fitting = isFirst ? slots.slice(0, 1) : slots.slice(1);
  return fitting.find((slot) => !taken.includes(slot));
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
    .filter((one) => one.isCounted && stateOf(one, at) === 'active')
    .toSorted(byUse)[0];
}

/** A running subscription that counts nothing. */
export function uncountedSubscription(packages: readonly Package[], at: Date): Package | undefined {
  return packages
    .filter((one) => !one.isCounted && stateOf(one, at) === 'active')
    .toSorted(byAge)[0];
}

/** Why no session can be taken, and the newest package that tells, if there is one. */
export interface NoPackage {
  readonly code: NoPackageCode;
  readonly newest?: Package;
  /** The last day of a freeze; null until further notice. */
  readonly until?: StudioDay | null;
}

/** Why there is none, as the newest package that could have been one tells. */
export function whyNoPackage(packages: readonly Package[], at: Date): NoPackage {
  const frozen = nextFrozen(packages, at);
  if (frozen) return { code: 'package_frozen', ...frozen };
  const newest = newestUsedUp(packages, at);
  if (!newest) return { code: 'no_active_package' };
  const code = stateOf(newest, at) === 'expired' ? 'package_expired' : 'package_exhausted';
  return { code, newest };
}

/** The package that can be used first again of those that are frozen, and its last frozen day. */
function nextFrozen(
  packages: readonly Package[],
  at: Date,
): Required<Omit<NoPackage, 'code'>> | undefined {
  return packages
    .filter((one) => stateOf(one, at) === 'frozen')
    .map((newest) => ({ newest, until: freezeAt(newest.frozen, at)?.to ?? null }))
    .toSorted((a, b) => ((a.until ?? '9') < (b.until ?? '9') ? -1 : 1))[0];
}

/** The newest package that is drained or past its date. */
function newestUsedUp(packages: readonly Package[], at: Date): Package | undefined {
  return packages
    .filter((one) => ['exhausted', 'expired'].includes(stateOf(one, at)))
    .toSorted(byAge)
    .at(-1);
}

/** What the start of a workout comes to, and what that is about. */
export type WorkoutDecision =
  | { readonly kind: 'already_used_today' | 'undone_today'; readonly usage: Usage }
  | { readonly kind: 'take' | 'not_counted'; readonly from: Package }
  | ({ readonly kind: 'refuse' } & NoPackage);

/** Decides on a workout that starts at an instant, given all rows of its day. */
export function decideWorkout(
  packages: readonly Package[],
  onDay: readonly Usage[],
  at: Date,
): WorkoutDecision {
  const used = activeUsage(onDay);
  if (used) return { kind: 'already_used_today', usage: used };
  const undone = usageUndoneByPerson(onDay);
  if (undone) return { kind: 'undone_today', usage: undone };
  const next = nextPackage(packages, at);
  if (next) return { kind: 'take', from: next };
  const free = uncountedSubscription(packages, at);
  if (free) return { kind: 'not_counted', from: free };
  return { kind: 'refuse', ...whyNoPackage(packages, at) };
}

/** The package that a correction without a named package is about. */
export function packageToAdjust(packages: readonly Package[], at: Date): Package | undefined {
  return (
    nextPackage(packages, at) ??
    newestOf('frozen', packages, at) ??
    newestOf('exhausted', packages, at)
  );
}

function newestOf(
  state: PackageState,
  packages: readonly Package[],
  at: Date,
): Package | undefined {
  return packages
    .filter((one) => one.isCounted && stateOf(one, at) === state)
    .toSorted(byAge)
    .at(-1);
}
