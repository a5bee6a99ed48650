import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Problem } from '../common/problem.js';
import type { Package } from './package.entity.js';
import { PackagesService } from './packages.service.js';
import { noPayment } from './payment-answers.js';
import type { Payment } from './payment.entity.js';
import { requireNotVoided } from './payment-rules.js';
import { PaymentsRepository } from './payments.repository.js';
import type { Refund } from './refund.entity.js';
import { RefundsRepository } from './refunds.repository.js';
import { VisiblePackagesRepository } from './visible-packages.repository.js';

/** A payment that counts, what was paid back of it, and its package. */
export interface LockedPayment {
  readonly payment: Payment;
  readonly refunds: readonly Refund[];
  readonly one: Package;
}

/** Locks what a payment is about: its package first, as everybody does. */
@Injectable()
export class PaymentLocks {
  constructor(
    private readonly packages: PackagesService,
    private readonly visible: VisiblePackagesRepository,
    private readonly payments: PaymentsRepository,
    private readonly refunds: RefundsRepository,
  ) {}

  /**
   * A payment of a member, with its package, whoever has that by now. Throws `payment_not_found`,
   * `package_not_found` where it is gone, or `payment_voided`.
   */
  async lock(work: AuditedWork, memberId: number, id: number): Promise<LockedPayment> {
    const { tx } = work;
    const seen = await this.payments.find(tx, id);
    if (seen?.memberId !== memberId) throw noPayment(id);
    const { packageId } = seen;
    const [place] = await this.visible.findPlaces(tx, [packageId]);
    if (!place)
      throw new Problem('package_not_found', `There is no package ${packageId} any more.`);
    const one = await this.packages.lockOne(work, packageId, { memberId: place.memberId });
    const payment = await this.payments.lock(tx, id);
    if (!payment) throw noPayment(id);
    requireNotVoided(payment);
    return { payment, refunds: await this.refunds.ofPayments(tx, [id]), one };
  }
}
