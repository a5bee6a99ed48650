import type { Approval, LegacyStatus, Package } from './package.entity.js';

export type { Package } from './package.entity.js';

export const PACKAGE_STATES = [
  'pending',
  'active',
  'exhausted',
  'expired',
  'disconnected',
] as const;

/** What a package is, derived from all its facts; the legacy status alone cannot tell. */
export type PackageState = (typeof PACKAGE_STATES)[number];

/** The facts that decide what a package is and what may be done with it. */
export type PackageFacts = Pick<
  Package,
  'status' | 'coachApproval' | 'staffApproval' | 'expiresAt' | 'remaining' | 'rateType'
>;

/** Whether sessions are counted down; monthly and per-session subscriptions are not. */
export function isCounted({ rateType }: Pick<Package, 'rateType'>): boolean {
  return rateType === 'package';
}

function isApproved({ coachApproval, staffApproval }: PackageFacts): boolean {
  return coachApproval === 'approved' && staffApproval === 'approved';
}

export function isPastDate({ expiresAt }: Pick<Package, 'expiresAt'>, at: Date): boolean {
  return expiresAt !== null && expiresAt <= at;
}

/** The state of a package at an instant. A rejected request never becomes one: it is over. */
export function stateOf(facts: PackageFacts, at: Date): PackageState {
  const approvals: Approval[] = [facts.coachApproval, facts.staffApproval];
  if (facts.status === 'disconnected' || approvals.includes('rejected')) return 'disconnected';
  if (!isApproved(facts)) return 'pending';
  if (isPastDate(facts, at)) return 'expired';
  return isCounted(facts) && (facts.remaining ?? 0) < 1 ? 'exhausted' : 'active';
}

/**
 * The legacy status that PHP should see: `expired` without sessions or past the date. Requests that
 * are not approved keep what the legacy system gave them.
 */
export function legacyStatusOf(facts: PackageFacts, at: Date): LegacyStatus {
  const state = stateOf(facts, at);
  if (facts.status === 'disconnected' || state === 'pending') return facts.status;
  return state === 'active' ? 'active' : 'expired';
}

/** The order in which packages are used up: what expires soonest first, then the oldest. */
export function byUse(a: Package, b: Package): number {
  const expiry = (p: Package) => p.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  // Infinity minus Infinity is not a number, and then the age decides.
  return expiry(a) - expiry(b) || byAge(a, b);
}

/** The oldest first. */
export function byAge(a: Package, b: Package): number {
  return a.requestedAt.getTime() - b.requestedAt.getTime() || a.id - b.id;
}

/** The part of a package that an activity row keeps as `before` and `after`. */
export function booksOf({ version, remaining, status }: Package): object {
  return { version, remaining, status };
}

/** As `booksOf`, with the terms that people change. */
export function termsOf(one: Package): object {
  return {
    ...booksOf(one),
    granted: one.granted,
    rateType: one.rateType,
    expiresAt: one.expiresAt?.toISOString() ?? null,
    approvals: { coach: one.coachApproval, staff: one.staffApproval },
  };
}
