import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { LettersToPeople } from '../auth/letters-to-people.service.js';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type Draft, Mail, type MailPayload } from '../mail/mail.service.js';
import type { MailedReceiptDto, PaymentDto } from './dto/payment.dto.js';
import type { MailReceiptDto, PaymentPathDto } from './dto/payment-input.dto.js';
import { MemberAccess } from './member-access.js';
import { noPayment, receiptFactsOf } from './payment-answers.js';
import { Receipts } from './receipts.service.js';

/** Sends members the receipts of what they have paid, and of what was paid back to them. */
@Injectable()
export class ReceiptMails {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MemberAccess,
    private readonly mail: Mail,
    private readonly letters: LettersToPeople,
    private readonly receipts: Receipts,
  ) {
    mail.register('receipt', (payload) => this.letterOf(payload));
    mail.register('refund', (payload) => this.letterOf(payload));
  }

  /**
   * Has a receipt sent, with what it says when it goes. Throws `payment_not_found`, also for one of
   * a package with another coach, `refund_not_found`, `mail_not_set_up` or `mail_to_nobody`.
   */
  async send(
    work: AuditedWork,
    { memberId, paymentId }: PaymentPathDto,
    { refundId }: MailReceiptDto,
  ): Promise<MailedReceiptDto> {
    const { tx, actor } = work;
    const coachId = this.access.coachScopeOf(actor);
    // With the lock whoever may not act any more is found out, before anything is told.
    const payment = await this.receipts.lock(tx, paymentId);
    const isSeen = coachId === undefined || payment?.coach.id === coachId;
    if (payment?.member.id !== memberId || !isSeen) throw noPayment(paymentId);
    const { number } = refundId === undefined ? payment : refundOf(payment, refundId);
    const to = await this.letters.addressOf(tx, memberId);
    const kind = refundId === undefined ? 'receipt' : 'refund';
    await this.mail.add(tx, kind, { ref: randomUUID(), paymentId, refundId: refundId ?? null });
    const { packageId, coach } = payment;
    work.did({ memberId, coachId: coach.id, packageId, after: { paymentId, number } });
    return { to };
  }

  private async letterOf({ paymentId, refundId }: MailPayload): Promise<Draft | undefined> {
    const payment = await this.unitOfWork.read((tx) => this.receipts.find(tx, Number(paymentId)));
    if (!payment) return undefined;
    const refund = refundId === null ? null : refundOf(payment, Number(refundId));
    const receipt = receiptFactsOf(payment, refund, this.config.studioTimeZone);
    return this.letters.draftTo(payment.member.id, { receipt });
  }
}

function refundOf({ id, refunds }: PaymentDto, refundId: number): PaymentDto['refunds'][number] {
  const found = refunds.find((one) => one.id === refundId);
  if (found) return found;
  throw new Problem('refund_not_found', `The payment ${id} has no refund ${refundId}.`);
}
