import { Problem } from '../common/problem.js';
import type { StudioDay } from '../common/studio-day.js';
import { type Package, rateTypeOf } from '../packages/package-rules.js';
import { MOST_A_DAY } from '../packages/usage-rules.js';
import type { Usage } from '../packages/usage.entity.js';
import {
  freeSlot,
  nextPackage,
  type NoPackage,
  type NoPackageCode,
  uncountedSubscription,
  whyNoPackage,
} from './session-rules.js';

const NO_PACKAGE: Readonly<Record<NoPackageCode, string>> = {
  no_active_package: 'There is no active package that a session could be taken from.',
  package_frozen: 'The package is frozen. End the freeze, or use another package.',
  package_expired: 'The package is past its date. Extend it or sell a new one.',
  package_exhausted: 'No sessions are left in the package. Sell a new one or correct the count.',
};

/**
 * The one of some packages from which a session is taken at an instant. Throws `not_counted`,
 * `no_active_package`, `package_frozen`, `package_expired` or `package_exhausted`.
 */
export function packageToUse(considered: readonly Package[], at: Date): Package {
  const chosen = nextPackage(considered, at);
  if (chosen) return chosen;
  requireNoneUncounted(considered, at);
  throw noPackage(whyNoPackage(considered, at));
}

/** Throws `not_counted` where one of some packages runs without a count. */
export function requireNoneUncounted(packages: readonly Package[], at: Date): void {
  if (!uncountedSubscription(packages, at)) return;
  throw new Problem('not_counted', 'This subscription counts no sessions.');
}

/** Why no session can be taken. */
export function noPackage({ code, newest, until }: NoPackage): Problem {
  const of = newest ? { rateType: rateTypeOf(newest) } : {};
  return new Problem(code, NO_PACKAGE[code], until === undefined ? of : { ...of, until });
}

/**
 * The place of a session among those of a pair's day. Throws `already_used_on_date`, or `day_full`
 * where it is a further one and no more fit.
 */
export function requireSlot(day: StudioDay, ofPair: readonly Usage[], isFurther: boolean): number {
  const slot = freeSlot(ofPair, isFurther);
  if (slot !== undefined) return slot;
  throw isFurther
    ? new Problem('day_full', `No more than ${MOST_A_DAY} sessions are used on one day.`)
    : new Problem('already_used_on_date', `A session is already used on ${day}.`);
}
