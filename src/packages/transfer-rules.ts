import type { Actor } from '../common/actor.js';
import { Problem } from '../common/problem.js';
import { worthOfNext } from '../common/refund-parts.js';
import { freezeFrom } from './freeze-rules.js';
import type { Package } from './package.entity.js';
import { isPastDate, legacyStatusOf, stateOf } from './package-rules.js';
import { requireOpen } from './void-rules.js';

/** Whose sessions are, and with whom. */
export type Place = Pick<Package, 'memberId' | 'coachId'>;

/** What a request says of where sessions go, and how many. */
export interface TransferInput {
  readonly toMemberId?: number;
  readonly toCoachId?: number;
  readonly sessions?: number;
}

/** Throws `same_place` where the sessions would stay where they are. */
export function placeOf(one: Place, { toMemberId, toCoachId }: TransferInput): Place {
  const place = { memberId: toMemberId ?? one.memberId, coachId: toCoachId ?? one.coachId };
  if (place.memberId !== one.memberId || place.coachId !== one.coachId) return place;
  const detail = 'The sessions are there already. Say another member, another coach, or both.';
  throw new Problem('same_place', detail);
}

/** Throws `forbidden` where a coach gives what is a member's to somebody else. */
export function requireMayGive(
  { role }: Pick<Actor, 'role'>,
  memberId: number,
  { toMemberId }: TransferInput,
): void {
  if (role !== 'coach' || toMemberId === undefined || toMemberId === memberId) return;
  throw new Problem(
    'forbidden',
    'A coach hands a package to another coach, and to no other member.',
  );
}

/**
 * How many sessions go, all that are left unless it is said; null where none are counted, and the
 * subscription goes as a whole. The desk also moves what was ended. Throws `package_voided`,
 * `package_frozen`, `package_not_active`, `not_counted`, `nothing_to_transfer` or
 * `balance_below_zero`.
 */
export function sessionsToGo(
  one: Package,
  wanted: number | undefined,
  { at, mayMoveEnded }: { readonly at: Date; readonly mayMoveEnded: boolean },
): number | null {
  requireOpen(one);
  requireNotFrozen(one, at);
  requireUsable(one, at, mayMoveEnded);
  if (!one.isCounted) {
    if (wanted === undefined) return null;
    throw new Problem('not_counted', 'This subscription counts no sessions: it goes as a whole.');
  }
  const balance = one.remaining ?? 0;
  if (balance < 1) {
    throw new Problem('nothing_to_transfer', 'No session of this package is left.');
  }
  if (wanted === undefined || wanted <= balance) return wanted ?? balance;
  const detail = `Only ${balance} sessions are left; ${wanted} cannot be transferred.`;
  throw new Problem('balance_below_zero', detail, { balance });
}

/** Days of a freeze that is to come are part of its end already: they would go along. */
function requireNotFrozen({ frozen }: Package, at: Date): void {
  const freeze = freezeFrom(frozen, at);
  if (!freeze) return;
  const detail = 'The package is frozen, or will be: end the freeze, then transfer.';
  throw new Problem('package_frozen', detail, { until: freeze.to });
}

function requireUsable(one: Package, at: Date, mayMoveEnded: boolean): void {
  const state = stateOf(one, at);
  if (state === 'active' || state === 'exhausted') return;
  const isEnded = state === 'disconnected' && one.isCounted && mayMoveEnded;
  const wasRejected = one.coachApproval === 'rejected' || one.staffApproval === 'rejected';
  if (isEnded && !wasRejected && !isPastDate(one, at)) return;
  const detail = 'Only what can be used is transferred: approve, extend or reconnect it first.';
  throw new Problem('package_not_active', detail);
}

/** A package after sessions of it have gone; a subscription without a count is ended. */
export function givenAway(one: Package, sessions: number | null, at: Date): Package {
  const version = one.version + 1;
  if (sessions === null) return { ...one, status: 'disconnected', transferred: 1, version };
  const remaining = (one.remaining ?? 0) - sessions;
  const transferredSessions = (one.transferredSessions ?? 0) + sessions;
  const transferred = remaining === 0 ? 1 : one.transferred;
  const after = { ...one, remaining, booked: remaining, transferredSessions, transferred, version };
  return { ...after, status: legacyStatusOf(after, at) };
}

/** What decides what is made of the sessions where they go. */
export interface Arrival extends Place {
  readonly sessions: number | null;
  /** Whether the days have not begun, and still begin with the first session. */
  readonly waits: boolean;
}

/**
 * The package that transferred sessions are in: approved by both, with the end of the old one, and
 * the part of its price that they are worth. Nothing is to be paid for it: that stays where it was.
 */
export function arrived(
  before: Package,
  { sessions, waits, ...place }: Arrival,
  { actor, at }: { readonly actor: Actor; readonly at: Date },
): Omit<Package, 'id'> {
  const { id: sourcePackageId, ...terms } = before;
  const isByCoach = actor.role === 'coach';
  const priceMinor = priceOf(before, sessions);
  const one: Omit<Package, 'id'> = {
    ...terms,
    ...place,
    status: 'active',
    coachApproval: 'approved',
    staffApproval: 'approved',
    requestedAt: at,
    coachApprovedAt: at,
    staffApprovedAt: at,
    handledByCoach: isByCoach ? actor.id : null,
    handledByStaff: isByCoach ? null : actor.id,
    remaining: sessions,
    granted: sessions ?? 0,
    booked: sessions,
    activation: before.activation === 'first_use' && !waits ? 'purchase' : before.activation,
    priceMinor,
    paidMinor: priceMinor === null ? null : 0,
    openMinor: null,
    refundedMinor: null,
    refundedSessions: null,
    refunded: null,
    sourcePackageId,
    transferredSessions: null,
    transferred: null,
    frozenDays: null,
    frozen: null,
    version: 1,
  };
  return { ...one, status: legacyStatusOf(one, at) };
}

function priceOf(before: Package, sessions: number | null): number | null {
  if (before.priceMinor === null) return null;
  return sessions === null ? 0 : worthOfNext(before, sessions);
}
