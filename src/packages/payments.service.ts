import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Problem } from '../common/problem.js';
import type { Why } from '../common/why.js';
import { Reasons } from '../settings/reasons.service.js';
import { Settings } from '../settings/settings.service.js';
import type { PaymentAnswerDto } from './dto/payment.dto.js';
import type { SalePaymentDto, TakePaymentDto, VoidPaymentDto } from './dto/payment-input.dto.js';
import { MemberAccess } from './member-access.js';
import type { Package } from './package.entity.js';
import { booksOf } from './package-rules.js';
import { PackagesRepository } from './packages.repository.js';
import { PackagesService } from './packages.service.js';
import type { Payment, PaymentMethod } from './payment.entity.js';
import {
  afterPaying,
  type Paid,
  pricedFor,
  receivedAtOf,
  requireAmount,
  requireNotRefunded,
} from './payment-rules.js';
import { PaymentsRepository } from './payments.repository.js';
import { PaymentLocks } from './payment-locks.service.js';
import { Receipts } from './receipts.service.js';
import { requireOpen } from './void-rules.js';

/** How a payment is noted. */
interface Noted {
  readonly method: PaymentMethod;
  readonly receivedAt: Date;
  readonly note: string | null;
}

/** A payment, and the package as it left it. */
interface Booked {
  readonly payment: Payment;
  readonly package: Package;
}

/** Takes money for packages at the desk, and takes a payment back that was booked by mistake. */
@Injectable()
export class Payments {
  constructor(
    private readonly access: MemberAccess,
    private readonly packages: PackagesService,
    private readonly stored: PackagesRepository,
    private readonly locks: PaymentLocks,
    private readonly payments: PaymentsRepository,
    private readonly settings: Settings,
    private readonly reasons: Reasons,
    private readonly receipts: Receipts,
  ) {}

  /**
   * Takes money for a package. Coaches do for packages with themselves, where they sell by
   * themselves. Throws `amount_invalid`, `coach_payments_off`, `not_your_member`,
   * `package_not_found`, `package_voided`, `currency_differs`, `payment_too_large`, or
   * `validation_failed`.
   */
  async take(
    work: AuditedWork,
    memberId: number,
    input: TakePaymentDto,
  ): Promise<PaymentAnswerDto> {
    requireAmount(input.amountMinor);
    const coachId = this.coachWhoMay(work);
    const { method, note = null } = input;
    const receivedAt = receivedAtOf(input.receivedAt, work.at);
    const found = await this.packages.lockOne(work, input.packageId, { memberId, coachId });
    requireOpen(found);
    const paid = pricedFor(found, input, this.settings.values.currency);
    const booked = await this.book(work, found, paid, { method, receivedAt, note });
    return this.receipts.answer(work, booked.payment, booked.package);
  }

  /**
   * As `take`, for a package that is being sold: all of its price, or the amount that is given.
   */
  async takeWithSale(work: AuditedWork, sold: Package, input: SalePaymentDto): Promise<Package> {
    if (input.amountMinor !== undefined) requireAmount(input.amountMinor, 'payment.amountMinor');
    this.coachWhoMay(work);
    const paid = pricedFor(sold, input, this.settings.values.currency);
    const noted = { method: input.method, receivedAt: work.at, note: null };
    return (await this.book(work, sold, paid, noted)).package;
  }

  /**
   * Takes a payment back that was booked by mistake; its number stays. Throws `payment_not_found`,
   * `payment_voided`, `already_refunded`, `package_not_found` or `reason_code_unknown`.
   */
  async takeBack(
    work: AuditedWork,
    memberId: number,
    id: number,
    input: VoidPaymentDto,
  ): Promise<PaymentAnswerDto> {
    const { tx, at, actor } = work;
    const why = this.reasons.of(input);
    const { payment, refunds, one: before } = await this.locks.lock(work, memberId, id);
    requireNotRefunded(payment, refunds.length);
    const said = { voidReason: why.reason, voidReasonCode: why.reasonCode };
    const voided = { ...payment, voidedAt: at, voidedBy: actor.id, ...said };
    const after = afterPaying(before, -payment.amountMinor);
    await Promise.all([this.payments.markVoided(tx, voided), this.stored.setMoney(tx, after)]);
    log(work, before, { payment: voided, package: after }, why);
    return this.receipts.answer(work, voided, after);
  }

  /** The coach whose packages are paid; everybody's for others. Throws `coach_payments_off`. */
  private coachWhoMay({ actor }: AuditedWork): number | undefined {
    if (actor.role === 'coach' && this.settings.values.coachSales !== 'sell') {
      const detail = 'Coaches take no payments in this studio. The front desk does.';
      throw new Problem('coach_payments_off', detail);
    }
    return this.access.coachScopeOf(actor);
  }

  private async book(
    work: AuditedWork,
    before: Package,
    { one, amountMinor, currency }: Paid<Package>,
    noted: Noted,
  ): Promise<Booked> {
    const { tx, at, actor } = work;
    const after = afterPaying(one, amountMinor);
    const { id: packageId, memberId, coachId, name: itemName, isCounted, granted } = after;
    const what = { memberId, coachId, packageId, itemName };
    const [payment] = await Promise.all([
      this.payments.insert(tx, {
        ...{ ...what, sessionsSold: isCounted && granted > 0 ? granted : null, ...noted },
        ...{ amountMinor, currency, createdAt: at, createdBy: actor.id },
        ...{ voidedAt: null, voidedBy: null, voidReason: null, voidReasonCode: null },
      }),
      this.stored.setMoney(tx, after),
    ]);
    const booked = { payment, package: after };
    log(work, before, booked, { reason: noted.note, reasonCode: null });
    return booked;
  }
}

function log(work: AuditedWork, before: Package, { payment, package: after }: Booked, why: Why) {
  const { id: paymentId, number, method, amountMinor, currency } = payment;
  const { memberId, coachId, id: packageId, priceMinor, paidMinor, openMinor } = after;
  work.did({
    action: payment.voidedAt === null ? 'payment.received' : 'payment.voided',
    ...{ memberId, coachId, packageId },
    before: { ...booksOf(before), paidMinor: before.paidMinor, openMinor: before.openMinor },
    after: {
      ...{ ...booksOf(after), paymentId, number, method, amountMinor, currency },
      ...{ priceMinor, paidMinor, openMinor },
    },
    ...why,
  });
}
