import { Problem } from '../common/problem.js';
import type { Package } from './package.entity.js';

/** What of a package decides what of it can be paid back. */
export type RefundFacts = Pick<
  Package,
  'priceMinor' | 'paidMinor' | 'granted' | 'refundedMinor' | 'refundedSessions'
>;

/**
 * What so many of the last sessions of a price cost. It is split so that all parts add up to it:
 * each session costs the same to the smallest unit, and what is left over is with the last ones.
 */
export function worthOfLast(priceMinor: number, sessions: number, last: number): number {
  if (sessions <= 0) return 0;
  const each = Math.floor(priceMinor / sessions);
  const over = priceMinor - each * sessions;
  return last * each + Math.min(last, over);
}

/** What is asked of a package: its price without the sessions that were paid back. */
export function dueOf({ priceMinor, granted, refundedSessions }: RefundFacts): number {
  const price = priceMinor ?? 0;
  return price - worthOfLast(price, granted, refundedSessions ?? 0);
}

/** How many sessions can go back: those that are left, and were sold with the package. */
function refundableSessions(one: RefundFacts & Pick<Package, 'isCounted' | 'remaining'>): number {
  if (!one.isCounted) return 0;
  return Math.max(0, Math.min(one.remaining ?? 0, one.granted - (one.refundedSessions ?? 0)));
}

/** What a request says of a refund. */
export interface RefundInput {
  readonly amountMinor?: number;
  readonly sessions?: number;
}

/** What goes back. */
export interface Refunded {
  readonly amountMinor: number;
  readonly sessions: number;
}

/**
 * What of a payment goes back: all sessions that are left, and the money that was paid for them,
 * unless it is said. `rest` is what was not paid back of this payment. Throws `already_refunded`,
 * `sessions_used` or `refund_too_large`.
 */
export function refundOf(
  one: RefundFacts & Pick<Package, 'isCounted' | 'remaining'>,
  rest: number,
  input: RefundInput,
): Refunded {
  if (rest <= 0) {
    throw new Problem('already_refunded', 'All of this payment was paid back already.');
  }
  const left = refundableSessions(one);
  const { sessions = left } = input;
  if (sessions > left) throw sessionsUsed(left);
  const amountMinor = input.amountMinor ?? usualAmount(one, rest, sessions);
  if (amountMinor > rest) {
    const detail = 'This is more than is left of the payment.';
    throw new Problem('refund_too_large', detail, { refundableMinor: rest });
  }
  // Nothing is left that would not have been used.
  if (amountMinor === 0) throw sessionsUsed(left);
  return { amountMinor, sessions };
}

/** What was paid beyond the sessions that stay; where none are counted, all of the payment. */
function usualAmount(
  one: RefundFacts & Pick<Package, 'isCounted'>,
  rest: number,
  sessions: number,
): number {
  if (!one.isCounted) return rest;
  const refundedSessions = (one.refundedSessions ?? 0) + sessions;
  const kept = (one.paidMinor ?? 0) - (one.refundedMinor ?? 0);
  return Math.max(0, Math.min(rest, kept - dueOf({ ...one, refundedSessions })));
}

function sessionsUsed(left: number): Problem {
  const detail =
    left === 0
      ? 'All sessions of this package are used: nothing of it is left to be paid back.'
      : `Only ${left} sessions are left to be paid back.`;
  return new Problem('sessions_used', detail, { left });
}

/** Throws `package_refunded` where all that was left of a package was paid back. */
export function requireKept({ refunded }: Pick<Package, 'refunded'>): void {
  if (refunded !== 1) return;
  const detail = 'What was left of this package was paid back, so no session comes back to it.';
  throw new Problem('package_refunded', detail);
}
