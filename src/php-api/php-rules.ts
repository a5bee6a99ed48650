import { DAY_MS } from '../common/durations.js';
import { byAge, type Package, stateOf } from '../packages/package-rules.js';
import {
  nextPackage,
  packageToAdjust,
  uncountedSubscription,
  type WorkoutDecision,
} from '../sessions/session-rules.js';

/** What the old app takes for "sessions are not counted". */
export const NOT_COUNTED = 999;

/** What a package has left, as a number in any case. */
export function remainingOf(one: Package): number {
  return one.isCounted ? (one.remaining ?? 0) : NOT_COUNTED;
}

/** The sessions of all usable packages; 999 where there are none, but a subscription runs. */
export function sessionsLeft(packages: readonly Package[], at: Date): number {
  const usable = packages.filter((one) => one.isCounted && stateOf(one, at) === 'active');
  if (usable.length === 0 && uncountedSubscription(packages, at)) return NOT_COUNTED;
  return usable.reduce((sum, one) => sum + remainingOf(one), 0);
}

/**
 * The subscription that the old app shows for a member: what the next workout would use, else the
 * newest drained package, else the newest that ever worked and was not ended.
 */
export function currentSubscription(packages: readonly Package[], at: Date): Package | undefined {
  return (
    nextPackage(packages, at) ??
    uncountedSubscription(packages, at) ??
    packageToAdjust(packages, at) ??
    packages
      .filter((one) => ['frozen', 'expired'].includes(stateOf(one, at)))
      .toSorted(byAge)
      .at(-1)
  );
}

/** Whether a workout can start, and on what account. */
export interface Availability {
  readonly canStart: boolean;
  readonly reason: string;
  readonly type: 'package' | 'monthly' | 'hourly' | 'expired' | 'none';
  readonly expiresAt: Date | null;
}

/** The old app's words for what the start of a workout would come to. */
export function availabilityOf(
  decision: WorkoutDecision,
  packages: readonly Package[],
  at: Date,
): Availability {
  switch (decision.kind) {
    case 'take':
      return startable(activeReason(decision.from, at, sessionsLeft(packages, at)), decision.from);
    case 'not_counted':
      return startable(activeReason(decision.from, at), decision.from);
    case 'already_used_today':
    case 'undone_today': {
      const about = packages.find((one) => one.id === decision.usage.packageId);
      const reason =
        decision.kind === 'undone_today'
          ? 'The session of today was given back; no other is taken today.'
          : 'Today’s session is already taken; no other is taken today.';
      return startable(reason, about);
    }
    case 'refuse':
      return { canStart: false, ...refusalOf(decision) };
  }
}

const NAMES: Readonly<Record<string, string>> = {
  package: 'Session package',
  monthly: 'Monthly subscription',
  hourly: 'Hourly rate',
};

/** What the script calls a subscription by its kind; of others it gives no details. */
export function kindOf(one?: { readonly rateType: string }): string | undefined {
  return one && NAMES[one.rateType];
}

function activeReason(one: Package, at: Date, left?: number): string {
  const { expiresAt } = one;
  const name = kindOf(one);
  if (!name) return 'Subscription active';
  const days = expiresAt && Math.floor((expiresAt.getTime() - at.getTime()) / DAY_MS);
  const details = [
    ...(left === undefined ? [] : [`${left} sessions`]),
    ...(days === null ? [] : [`${days} days left`]),
  ];
  return details.length > 0 ? `${name} active (${details.join(', ')})` : `${name} active`;
}

function startable(reason: string, about: Package | undefined): Availability {
  const type = about ? typeOf(about) : 'package';
  return { canStart: true, reason, type, expiresAt: about?.expiresAt ?? null };
}

function refusalOf({
  code,
  newest,
}: WorkoutDecision & { kind: 'refuse' }): Omit<Availability, 'canStart'> {
  const expiresAt = newest?.expiresAt ?? null;
  switch (code) {
    case 'package_exhausted':
      return { reason: 'All sessions used', type: 'expired', expiresAt };
    case 'package_frozen':
    case 'package_expired':
      return { reason: 'Subscription expired', type: 'expired', expiresAt };
    case 'no_active_package':
      return { reason: 'No active subscription with this coach', type: 'none', expiresAt };
  }
}

/** The script's word for what has sessions: whatever is no package is a monthly plan there. */
export function planOf(one: { readonly rateType?: string } | undefined): string {
  return (one?.rateType ?? 'package') === 'package' ? 'package' : 'monthly plan';
}

/** The script calls monthly what is neither a package nor by the hour. */
function typeOf({ rateType }: Package): 'package' | 'monthly' | 'hourly' {
  return rateType === 'per_session' ? 'monthly' : rateType;
}
