import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { NamesService } from '../audit/names.service.js';
import type { Person } from '../common/actor.js';
import { DEFAULT_LIMIT, type Page, pageOf, readCursor } from '../common/page.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { PaymentAnswerDto, PaymentDto } from './dto/payment.dto.js';
import type { PaymentsQueryDto } from './dto/payment-input.dto.js';
import { MemberAccess } from './member-access.js';
import type { OwnershipQuestion } from './ownership.interceptor.js';
import type { Package } from './package.entity.js';
import { PackagesService } from './packages.service.js';
import type { Payment } from './payment.entity.js';
import { RefundsRepository } from './refunds.repository.js';
import { describePayment, noPayment } from './payment-answers.js';
import { PaymentsRepository } from './payments.repository.js';

/** Reads what members have paid, as their receipts say it. */
@Injectable()
export class Receipts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MemberAccess,
    private readonly payments: PaymentsRepository,
    private readonly refunds: RefundsRepository,
    private readonly names: NamesService,
    private readonly packages: PackagesService,
  ) {}

  /** The last one first; coaches see those of packages with themselves. */
  async list(
    person: Person,
    memberId: number,
    { limit = DEFAULT_LIMIT, cursor }: PaymentsQueryDto,
    ownership: OwnershipQuestion,
  ): Promise<Page<PaymentDto>> {
    const [before] = readCursor<[number]>(cursor, ['number']) ?? [];
    const coachId = this.access.coachScopeOf(person);
    return this.unitOfWork.read(async (tx) => {
      const filter = { memberId, coachId, before, limit: limit + 1 };
      const rows = await ownership.beside(tx, () => this.payments.list(tx, filter));
      const page = pageOf(rows, limit, ({ id }) => [id]);
      return { ...page, data: await this.describe(tx, page.data) };
    });
  }

  /** One of them. Throws `payment_not_found`, also where it is of a package with another coach. */
  async get(
    person: Person,
    memberId: number,
    id: number,
    ownership: OwnershipQuestion,
  ): Promise<PaymentDto> {
    const coachId = this.access.coachScopeOf(person);
    return this.unitOfWork.read(async (tx) => {
      const one = await ownership.beside(tx, () => this.payments.find(tx, id));
      const isSeen = coachId === undefined || one?.coachId === coachId;
      const [described] =
        one?.memberId === memberId && isSeen ? await this.describe(tx, [one]) : [];
      if (!described) throw noPayment(id);
      return described;
    });
  }

  /** One of them, whoever asks. */
  async find(tx: Tx, id: number): Promise<PaymentDto | undefined> {
    const one = await this.payments.find(tx, id);
    return one && (await this.describe(tx, [one]))[0];
  }

  /** As `find`, and nobody else changes it until the end of the transaction. */
  async lock(tx: Tx, id: number): Promise<PaymentDto | undefined> {
    const one = await this.payments.lock(tx, id);
    return one && (await this.describe(tx, [one]))[0];
  }

  /** What is answered to a change of a payment: it, and its package after the change. */
  async answer({ tx, at }: AuditedWork, payment: Payment, one: Package): Promise<PaymentAnswerDto> {
    const [described] = await this.describe(tx, [payment]);
    if (!described) throw new Error('a payment is described as one');
    return { payment: described, package: await this.packages.describeOne(tx, one, at) };
  }

  private async describe(tx: Tx, payments: readonly Payment[]): Promise<PaymentDto[]> {
    const paymentIds = payments.map(({ id }) => id);
    const refunds = await this.refunds.ofPayments(tx, paymentIds);
    const people = payments.flatMap((one) => [
      ...[one.memberId, one.coachId, one.createdBy, one.voidedBy],
    ]);
    const names = await this.names.of(tx, [...people, ...refunds.map((one) => one.createdBy)]);
    return payments.map((one) => describePayment(one, names, refunds));
  }
}
