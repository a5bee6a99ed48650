import { DAY_MS } from '../common/durations.js';
import { RATE_TYPES, type RateType } from '../config/config.js';
import { freezeAt } from './freeze-rules.js';
import { type Approval, APPROVALS, type LegacyStatus, type Package } from './package.entity.js';

export { APPROVALS, LEGACY_STATUSES, type LegacyStatus, type Package } from './package.entity.js';

export const PACKAGE_STATES = [
  'pending',
  'frozen',
  'active',
  'exhausted',
  'expired',
  'disconnected',
  'voided',
] as const;

/** What a package is, derived from all its facts; the legacy status alone cannot tell. */
export type PackageState = (typeof PACKAGE_STATES)[number];

/** The facts that decide what a package is and what may be done with it. */
export type PackageFacts = Pick<
  Package,
  | 'status'
  | 'coachApproval'
  | 'staffApproval'
  | 'expiresAt'
  | 'remaining'
  | 'rateType'
  | 'isCounted'
  | 'voidedStatus'
  | 'transferred'
  | 'frozen'
>;

/**
 * Whether the rate type is a word that we know. A lenient server keeps an empty one where PHP
 * writes a word that its column does not have, and nobody can say what was sold then.
 */
function isRateType(word: string | null): word is RateType {
  return RATE_TYPES.some((known) => known === word);
}

/** The rate type as answers name it: the word that PHP means mostly where the column is empty. */
export function rateTypeOf({ rateType }: Pick<Package, 'rateType'>): RateType {
  return isRateType(rateType) ? rateType : 'hourly';
}

/** An approval as answers name it: a word that is none has approved nothing. */
export function approvalOf(word: string | null): Approval {
  return APPROVALS.find((known) => known === word) ?? 'pending';
}

/**
 * Whether sessions are counted down: where the studio counts this rate type, and there is a count.
 * A package always has one; where PHP left it empty, that is 0 and not training without end.
 */
export function countsSessions(
  { rateType, remaining }: Pick<Package, 'rateType' | 'remaining'>,
  countedRateTypes: readonly string[],
): boolean {
  return countedRateTypes.includes(rateType) && (rateType === 'package' || remaining !== null);
}

/**
 * Whether our books follow the count: they do for what is counted, and go on for what once was, so
 * that a studio may change its mind.
 */
export function isBooked({ isCounted, booked }: Pick<Package, 'isCounted' | 'booked'>): boolean {
  return isCounted || booked !== null;
}

function isApproved({
  coachApproval,
  staffApproval,
}: Pick<PackageFacts, 'coachApproval' | 'staffApproval'>): boolean {
  return coachApproval === 'approved' && staffApproval === 'approved';
}

/** Past its end, which does not come while a package is frozen. */
export function isPastDate(
  { expiresAt, frozen }: Pick<Package, 'expiresAt' | 'frozen'>,
  at: Date,
): boolean {
  return expiresAt !== null && expiresAt <= at && freezeAt(frozen, at) === undefined;
}

/**
 * The state of a package at an instant. A voided one is that, whatever else it is. A rejected
 * request never becomes a package: it is over. Nothing is used of a frozen one. `expired` means
 * past its date; the legacy status of that name also means exhausted. Where nothing is counted
 * there is no other sign that PHP has ended a subscription, so there it is believed. One whose rate
 * type or status is no word must not be training without limit: it is over, too, until somebody
 * says what was sold (`npm run verify` asks).
 */
export function stateOf(facts: PackageFacts, at: Date): PackageState {
  if (facts.voidedStatus !== null) return 'voided';
  const approvals: Approval[] = [facts.coachApproval, facts.staffApproval];
  if (facts.status === 'disconnected' || approvals.includes('rejected')) return 'disconnected';
  if (!isApproved(facts)) return 'pending';
  if (freezeAt(facts.frozen, at) !== undefined) return 'frozen';
  if (isPastDate(facts, at)) return 'expired';
  if (!facts.isCounted) {
    return facts.status === 'active' && isRateType(facts.rateType) ? 'active' : 'expired';
  }
  return (facts.remaining ?? 0) < 1 ? 'exhausted' : 'active';
}

/** Whether it can be used, or could be once it is approved: its coach is not left before. */
export function goesOn(facts: PackageFacts, at: Date): boolean {
  const state = stateOf(facts, at);
  if (state === 'pending') return !isPastDate(facts, at);
  return state === 'active' || state === 'frozen';
}

/**
 * The legacy status that PHP should see: `expired` without sessions, past the date, frozen or
 * voided. Requests that are not approved keep what the legacy system gave them; so does what is not
 * counted while it is frozen, because nothing else says whether PHP has ended it.
 */
export function legacyStatusOf(facts: PackageFacts, at: Date): LegacyStatus {
  const state = stateOf(facts, at);
  if (facts.status === 'disconnected' || state === 'pending') return facts.status;
  if (state === 'voided') return 'expired';
  if (state === 'frozen' && !facts.isCounted) return facts.status;
  if (!isRateType(facts.rateType)) return facts.status;
  return state === 'active' ? 'active' : 'expired';
}

/**
 * The order in which packages are used up: what expires soonest first, then the oldest. The next
 * workout takes the first usable one: `nextPackage` in sessions/session-rules.ts.
 */
export function byUse(a: Package, b: Package): number {
  const expiry = (p: Package) => p.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  // Infinity minus Infinity is not a number, and then the age decides.
  return expiry(a) - expiry(b) || byAge(a, b);
}

/** Whether the package makes its coach assigned to its member, as `IS_ASSIGNED` says in SQL. */
export function isAssigning(
  one: Pick<Package, 'coachApproval' | 'staffApproval' | 'status'>,
): boolean {
  return isApproved(one) && one.status !== 'disconnected';
}

/** The newest first, for people. */
export function newestFirst(packages: readonly Package[]): Package[] {
  return packages.toSorted(byAge).toReversed();
}

/** Those of which a session can be used, in the order in which they are. */
export function usableOf(packages: readonly Package[], at: Date): Package[] {
  return packages.filter((one) => stateOf(one, at) === 'active').toSorted(byUse);
}

/** The newest of somebody's packages, where none can be used: what could be sold again. */
export function lastOf(packages: readonly Package[], at: Date): Package | undefined {
  if (usableOf(packages, at).length > 0) return undefined;
  return newestFirst(packages.filter(({ voidedStatus }) => voidedStatus === null))[0];
}

/** The oldest first. */
export function byAge(a: Package, b: Package): number {
  return a.requestedAt.getTime() - b.requestedAt.getTime() || a.id - b.id;
}

/** The longest reason that a person may give for anything, in characters. */
export const MAX_REASON_LENGTH = 500;
/** The largest correction of a count, in either direction. */
export const MAX_ADJUSTMENT = 1000;
/** The largest balance: more than any studio sells, and far from the database's limits. */
export const MAX_BALANCE = 1_000_000;

/** Why a member needs attention, the most urgent first. */
export const ATTENTIONS = ['empty', 'low', 'expiring', 'waiting'] as const;
export type Attention = (typeof ATTENTIONS)[number];

/** From when on somebody needs attention, as the studio sets it. */
export interface Thresholds {
  /** Up to how many usable sessions a balance is low; 0: none is. */
  readonly lowBalance: number;
  /** How many days ahead the end of a package asks for attention. */
  readonly expiringWithinDays: number;
}

/** Until when a usable package must end for it to be expiring. */
export function expiringUntil(at: Date, { expiringWithinDays }: Thresholds): Date {
  return new Date(at.getTime() + expiringWithinDays * DAY_MS);
}

/** What nobody could have used up: it leaves nobody empty, as what went to another package. */
const UNSOLD: ReadonlySet<PackageState> = new Set(['pending', 'disconnected', 'voided']);

/**
 * What all packages of a member (or of the member with one coach) ask for, the most urgent first.
 * Lists ask the database for the same; a test holds the two together.
 */
export function attentionOf(
  packages: readonly PackageFacts[],
  at: Date,
  thresholds: Thresholds,
): Attention[] {
  const states = packages.map((facts) => ({ facts, state: stateOf(facts, at) }));
  const usable = states.filter(({ state }) => state === 'active').map(({ facts }) => facts);
  const counted = usable.filter(({ isCounted }) => isCounted);
  const left = counted.reduce((sum, { remaining }) => sum + (remaining ?? 0), 0);
  const isSold = states.some(({ facts, state }) => {
    return facts.isCounted && facts.transferred !== 1 && !UNSOLD.has(state);
  });
  // Who pauses has something: it is neither used up nor to be sold anew.
  const isFrozen = states.some(({ state }) => state === 'frozen');
  const until = expiringUntil(at, thresholds);
  const holds: Readonly<Record<Attention, boolean>> = {
    empty: isSold && !isFrozen && left === 0 && counted.length === usable.length,
    low: left >= 1 && left <= thresholds.lowBalance,
    expiring: usable.some(({ expiresAt }) => expiresAt !== null && expiresAt <= until),
    waiting: states.some(({ state }) => state === 'pending'),
  };
  return ATTENTIONS.filter((kind) => holds[kind]);
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
