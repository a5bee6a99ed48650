import { Problem } from '../common/problem.js';
import type { StudioDay } from '../common/studio-day.js';
import type { Package } from '../packages/package-rules.js';
import type { Usage } from '../packages/usage.entity.js';
import type { OwedSession } from './owed-session.entity.js';
import { noPackage, requireNoneUncounted } from './package-choice.js';
import { activeUsage, nextPackage, whyNoPackage } from './session-rules.js';

/**
 * The newest package that is used up, where there is no other one to train with: its coach is the
 * one to whom a session is owed. Throws `sessions_left`, `not_counted`, `package_frozen`, or
 * `no_active_package` where the member never had a package.
 */
export function requireUsedUp(packages: readonly Package[], at: Date): Package {
  if (nextPackage(packages, at)) {
    const detail = 'The member has a package with sessions left: add the session to that.';
    throw new Problem('sessions_left', detail);
  }
  requireNoneUncounted(packages, at);
  const why = whyNoPackage(packages, at);
  if (why.newest && why.code !== 'package_frozen') return why.newest;
  throw noPackage(why);
}

/**
 * Throws `already_used_on_date` or `already_owed_on_date` where the day has a session of the pair
 * already, or `owed_limit` where the member owes the coach as many as the studio allows.
 */
export function requireOwable(
  day: StudioDay,
  ofPair: { readonly onDay: readonly Usage[]; readonly open: readonly OwedSession[] },
  limit: number,
): void {
  const { onDay, open } = ofPair;
  if (activeUsage(onDay)) {
    throw new Problem('already_used_on_date', `A session is already used on ${day}.`);
  }
  if (open.some(({ usageDate }) => usageDate === day)) {
    throw new Problem('already_owed_on_date', `A session of ${day} is already owed.`);
  }
  if (open.length < limit) return;
  const detail =
    limit === 0
      ? 'No sessions are owed in this studio. Sell a package first.'
      : `The member owes ${open.length} sessions already. Sell a package, and settle those.`;
  throw new Problem('owed_limit', detail, { limit });
}

/** Throws `owed_settled` or `owed_cancelled` where a session is not owed any more. */
export function requireOpen({ settledUsageId, cancelledAt }: OwedSession): void {
  if (settledUsageId !== null) {
    throw new Problem('owed_settled', 'A package has settled this session already.');
  }
  if (cancelledAt !== null) {
    throw new Problem('owed_cancelled', 'This session was cancelled: it is not owed any more.');
  }
}
