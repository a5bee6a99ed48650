import {
  refundableSessions,
  type RefundFacts,
  usualRefund,
} from '../../../src/common/refund-parts.js';
import type { PackageDto, PaymentDto, UserDto } from '../api/generated/types.gen.js';

/** What of a payment can be paid back; amounts in the smallest unit of its currency. */
export interface Refundable {
  /** What was not paid back of it yet. */
  readonly restMinor: number;
  /** How many sessions can go back; 0 also where none are counted. */
  readonly left: number;
  /** What is paid back for so many of them, unless somebody says another amount. */
  readonly usualFor: (sessions: number) => number;
}

/** Whether the person may pay something of a payment back: the desk, while there is some. */
export function mayRefund({ role }: Pick<UserDto, 'role'>, one: PaymentDto): boolean {
  return (role === 'admin' || role === 'staff') && one.voided === null && restOf(one) > 0;
}

/** What can be paid back of a payment, by the rules of the server. */
export function refundableOf(payment: PaymentDto, one: PackageDto): Refundable {
  const { remaining } = one;
  const facts: RefundFacts = {
    priceMinor: one.payment?.priceMinor ?? null,
    paidMinor: one.payment?.paidMinor ?? null,
    granted: one.granted ?? 0,
    refundedMinor: one.payment?.refundedMinor ?? null,
    refundedSessions: one.payment?.refundedSessions ?? null,
    transferredSessions: one.transfer?.sessions ?? null,
  };
  const isCounted = remaining !== null;
  const restMinor = restOf(payment);
  return {
    restMinor,
    left: refundableSessions({ ...facts, isCounted, remaining }),
    usualFor: (sessions) => usualRefund({ ...facts, isCounted }, restMinor, sessions),
  };
}

/** What of a refund cannot be; null where it can. */
export interface RefundFaults {
  readonly sessions: 'used' | null;
  readonly amount: 'missing' | 'more' | null;
}

/** What is wrong with what was typed, as the server would refuse it. */
export function refundFaults(
  { restMinor, left }: Pick<Refundable, 'restMinor' | 'left'>,
  { sessions, amountMinor }: { readonly sessions: number; readonly amountMinor: number },
): RefundFaults {
  const isMore = amountMinor > restMinor ? 'more' : null;
  return {
    sessions: sessions > left ? 'used' : null,
    amount: amountMinor < 1 ? 'missing' : isMore,
  };
}

function restOf({ amountMinor, refunds }: PaymentDto): number {
  return refunds.reduce((rest, refund) => rest - refund.amountMinor, amountMinor);
}
