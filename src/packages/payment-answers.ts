import type { Named } from '../audit/names.service.js';
import { Problem } from '../common/problem.js';
import type { ReceiptFacts } from '../mail/mail.service.js';
import type { PaymentDto, PaymentPersonDto, PaymentRefundDto } from './dto/payment.dto.js';
import type { Refund } from './refund.entity.js';
import type { Payment } from './payment.entity.js';

/** Nobody has this payment, or another member, or whoever asks may not see it. */
export function noPayment(id: number): Problem {
  return new Problem('payment_not_found', `This member has no payment ${id}.`);
}

/** A payment as answers show it, given the names of the people on it. */
export function describePayment(
  one: Payment,
  names: ReadonlyMap<number, Pick<Named, 'name'>>,
  refunds: readonly Refund[],
): PaymentDto {
  const person = (id: number): PaymentPersonDto => ({ id, name: names.get(id)?.name ?? '' });
  return {
    id: one.id,
    number: one.number,
    member: person(one.memberId),
    coach: person(one.coachId),
    packageId: one.packageId,
    itemName: one.itemName,
    sessionsSold: one.sessionsSold,
    method: one.method,
    amountMinor: one.amountMinor,
    currency: one.currency,
    receivedAt: one.receivedAt.toISOString(),
    note: one.note,
    createdAt: one.createdAt.toISOString(),
    by: one.createdBy === null ? null : person(one.createdBy),
    voided: one.voidedAt && {
      at: one.voidedAt.toISOString(),
      by: one.voidedBy === null ? null : person(one.voidedBy),
      reason: one.voidReason,
      reasonCode: one.voidReasonCode,
    },
    refunds: refunds
      .filter(({ paymentId }) => paymentId === one.id)
      .map((back) => ({
        ...{ id: back.id, number: back.number, amountMinor: back.amountMinor },
        ...{ sessions: back.sessions, at: back.createdAt.toISOString() },
        by: back.createdBy === null ? null : person(back.createdBy),
        ...{ reason: back.reason, reasonCode: back.reasonCode },
      })),
  };
}

/** What a letter says of a payment, or of money that was paid back of it. */
export function receiptFactsOf(
  payment: PaymentDto,
  refund: PaymentRefundDto | null,
  timeZone: string,
): ReceiptFacts {
  const { currency, itemName, sessionsSold, method, voided } = payment;
  const what = { currency, itemName, member: payment.member.name, coach: payment.coach.name };
  if (refund) {
    return {
      ...{ ...what, timeZone, number: refund.number, amountMinor: -refund.amountMinor },
      ...{ at: new Date(refund.at), method: null, sessions: refund.sessions || null },
      ...{ ofPayment: payment.number, isVoided: false },
    };
  }
  return {
    ...{ ...what, timeZone, number: payment.number, amountMinor: payment.amountMinor },
    ...{ at: new Date(payment.receivedAt), method, sessions: sessionsSold },
    ...{ ofPayment: null, isVoided: voided !== null },
  };
}
