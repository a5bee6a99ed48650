import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import type { Why } from '../common/why.js';
import { Reasons } from '../settings/reasons.service.js';
import type { PaymentAnswerDto } from './dto/payment.dto.js';
import type { RefundPaymentDto } from './dto/payment-input.dto.js';
import { Ledger } from './ledger.service.js';
import type { Package } from './package.entity.js';
import { booksOf } from './package-rules.js';
import { PackagesRepository } from './packages.repository.js';
import { PaymentLocks } from './payment-locks.service.js';
import { afterRefund, requireAmount } from './payment-rules.js';
import { Receipts } from './receipts.service.js';
import type { Refund } from './refund.entity.js';
import { refundOf } from './refund-rules.js';
import { RefundsRepository } from './refunds.repository.js';
import { VoidsRepository } from './voids.repository.js';

/** Pays money back that was given at the desk, and takes the sessions that it was for. */
@Injectable()
export class Refunds {
  constructor(
    private readonly locks: PaymentLocks,
    private readonly ledger: Ledger,
    private readonly stored: PackagesRepository,
    private readonly refunds: RefundsRepository,
    private readonly receipts: Receipts,
    private readonly reasons: Reasons,
    private readonly voids: VoidsRepository,
  ) {}

  /**
   * Notes that money of a payment was paid out, and takes the sessions at once, unless the package
   * lost them when it was voided. Throws `amount_invalid`, `payment_not_found`,
   * `package_not_found`, `payment_voided`, `already_refunded`, `sessions_used`, `refund_too_large`
   * or `reason_code_unknown`.
   */
  async refund(
    work: AuditedWork,
    memberId: number,
    id: number,
    input: RefundPaymentDto,
  ): Promise<PaymentAnswerDto> {
    if (input.amountMinor !== undefined) requireAmount(input.amountMinor);
    const why = this.reasons.of(input);
    const { payment, refunds, one } = await this.locks.lock(work, memberId, id);
    const rest = refunds.reduce((sum, { amountMinor }) => sum - amountMinor, payment.amountMinor);
    const back = refundOf(await this.withLost(work, one), rest, input);
    const taken =
      back.sessions === 0 || one.voidedStatus !== null
        ? one
        : (await this.ledger.adjust(work, one, -back.sessions, why)).package;
    const after = afterRefund(taken, back);
    const { tx, at, actor } = work;
    const about = { paymentId: id, packageId: one.id, currency: payment.currency };
    const [refund] = await Promise.all([
      this.refunds.insert(tx, { ...about, ...back, createdAt: at, createdBy: actor.id, ...why }),
      this.stored.setMoney(tx, after),
    ]);
    log(work, taken, after, refund, why);
    return this.receipts.answer(work, payment, after);
  }

  /** A voided package with the sessions that it lost, once: what was paid for them can go back. */
  private async withLost({ tx }: AuditedWork, one: Package): Promise<Package> {
    if (one.voidedStatus === null) return one;
    const isBack = one.refunded === 1;
    return { ...one, remaining: isBack ? 0 : await this.voids.lastLoss(tx, one.id) };
  }
}

function log(work: AuditedWork, before: Package, after: Package, refund: Refund, why: Why): void {
  const { memberId, coachId, id: packageId, openMinor, refundedMinor, refundedSessions } = after;
  const { id: refundId, paymentId, number, amountMinor, currency, sessions } = refund;
  work.did({
    action: 'payment.refunded',
    ...{ memberId, coachId, packageId },
    before: { ...booksOf(before), openMinor: before.openMinor },
    after: {
      ...{ ...booksOf(after), refundId, paymentId, number, amountMinor, currency, sessions },
      ...{ openMinor, refundedMinor, refundedSessions },
    },
    ...why,
  });
}
