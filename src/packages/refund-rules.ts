import { Problem } from '../common/problem.js';
import {
  type Left,
  type RefundFacts,
  refundableSessions,
  usualRefund,
} from '../common/refund-parts.js';
import type { Package } from './package.entity.js';

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
export function refundOf(one: RefundFacts & Left, rest: number, input: RefundInput): Refunded {
  if (rest <= 0) {
    throw new Problem('already_refunded', 'All of this payment was paid back already.');
  }
  const left = refundableSessions(one);
  const { sessions = left } = input;
  if (sessions > left) throw sessionsUsed(left);
  const amountMinor = input.amountMinor ?? usualRefund(one, rest, sessions);
  if (amountMinor > rest) {
    const detail = 'This is more than is left of the payment.';
    throw new Problem('refund_too_large', detail, { refundableMinor: rest });
  }
  // Nothing is left that would not have been used.
  if (amountMinor === 0) throw sessionsUsed(left);
  return { amountMinor, sessions };
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
