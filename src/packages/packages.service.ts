import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { type Named, NamesService } from '../audit/names.service.js';
import type { Person } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problem.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type {
  PackageDto,
  PackagePaymentDto,
  PackageSaleDto,
  PackageTransferDto,
} from './dto/package.dto.js';
import type { PackageListDto } from './dto/package-list.dto.js';
import { MemberAccess } from './member-access.js';
import type { OwnershipQuestion } from './ownership.interceptor.js';
import { freezeFrom } from './freeze-rules.js';
import type { Package } from './package.entity.js';
import { approvalOf, isAssigning, newestFirst, rateTypeOf, stateOf } from './package-rules.js';
import { PackagesRepository } from './packages.repository.js';
import { paymentStateOf } from './payment-rules.js';
import { isUnopened } from './reconciliation-rules.js';
import { Reconciliation } from './reconciliation.service.js';

/** Finds, locks and describes packages; other modules reach packages only through here. */
@Injectable()
export class PackagesService {
  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MemberAccess,
    private readonly packages: PackagesRepository,
    private readonly reconciliation: Reconciliation,
    private readonly names: NamesService,
  ) {}

  /**
   * The packages of one member, newest first, or those with the named coach; coaches see those with
   * themselves, or for whom they stand in.
   */
  async list(
    person: Person,
    memberId: number,
    ownership: OwnershipQuestion,
    named?: number,
  ): Promise<PackageListDto> {
    const at = this.clock.now();
    return this.unitOfWork.read(async (tx) => {
      const { coachId } = await this.access.actingFor(tx, person, memberId, named);
      const found = await ownership.beside(tx, () => this.packages.find(tx, memberId, coachId));
      return { data: await this.describe(tx, newestFirst(found), at) };
    });
  }

  /** All packages of a member, or of the pair with a coach, by rising id. */
  async find(tx: Tx, memberId: number, coachId?: number): Promise<Package[]> {
    return this.packages.find(tx, memberId, coachId);
  }

  /** As `find`, for several members. */
  async findOfMembers(tx: Tx, memberIds: readonly number[], coachId?: number): Promise<Package[]> {
    return this.packages.findOfMembers(tx, memberIds, coachId);
  }

  /**
   * As `find`, and nobody else changes them until the end of the transaction. What PHP
   * had changed about them is booked first. Throws `not_your_member` where the coach who asks was
   * unassigned while they waited.
   */
  async lock(work: AuditedWork, memberId: number, coachId?: number): Promise<Package[]> {
    const locked = await this.packages.lock(work.tx, memberId, coachId);
    await this.requireStillTheirs(work, { memberId, coachId }, locked);
    return this.reconciliation.reconcile(work, locked);
  }

  /**
   * As `lock` for one package of the member, as far as the coach (if one is given) may see it.
   * Throws `package_not_found`, or `package_changed` where it is not at the expected version: that
   * from before the booking, because nobody can have seen a later one; and as `lock` does.
   */
  async lockOne(
    work: AuditedWork,
    id: number,
    whose: { memberId: number; coachId?: number | undefined },
    expectedVersion?: number,
  ): Promise<Package> {
    const { memberId, coachId } = whose;
    const found = await this.packages.lockOne(work.tx, id);
    const ofMember = found?.memberId === memberId ? [found] : [];
    await this.requireStillTheirs(work, whose, ofMember);
    const visible =
      found?.memberId === memberId && (coachId === undefined || found.coachId === coachId);
    if (found && visible) requireVersion(found, expectedVersion);
    const [one] = found && visible ? await this.reconciliation.reconcile(work, [found]) : [];
    if (one) return one;
    throw new Problem('package_not_found', `This member has no package ${id}.`);
  }

  /**
   * The guard has asked before the lock; whoever had it may have unassigned the coach since, or
   * have ended what they stand in for.
   */
  private async requireStillTheirs(
    { tx, actor }: AuditedWork,
    { memberId, coachId }: { memberId: number; coachId?: number | undefined },
    locked: readonly Package[],
  ): Promise<void> {
    if (actor.role !== 'coach') return;
    if (coachId !== undefined && coachId !== actor.id) {
      await this.access.actingFor(tx, actor, memberId, coachId);
      return;
    }
    if (locked.some((one) => one.coachId === actor.id && isAssigning(one))) return;
    await this.access.require(tx, actor, 'assigned', memberId);
  }

  /** The packages as answers show them, with their coaches' names. */
  async describe(tx: Tx, packages: readonly Package[], at: Date): Promise<PackageDto[]> {
    const names = await this.names.of(
      tx,
      packages.map((one) => one.coachId),
    );
    return packages.map((one) => describePackage(one, names, at));
  }

  /** As `describe`, for one. */
  async describeOne(tx: Tx, one: Package, at: Date): Promise<PackageDto> {
    return describePackage(one, await this.names.of(tx, [one.coachId]), at);
  }
}

function requireVersion({ version }: Package, expected: number | undefined): void {
  if (expected === undefined || expected === version) return;
  const detail = 'Somebody else has changed this package meanwhile. Look at it again.';
  throw new Problem('package_changed', detail, { version });
}

/** A package as answers show it, given the names of people that include its coach. */
export function describePackage(
  one: Package,
  names: ReadonlyMap<number, Pick<Named, 'name'>>,
  at: Date,
): PackageDto {
  return {
    id: one.id,
    memberId: one.memberId,
    coachId: one.coachId,
    coachName: names.get(one.coachId)?.name ?? '',
    rateType: rateTypeOf(one),
    state: stateOf(one, at),
    remaining: one.isCounted ? (one.remaining ?? 0) : null,
    granted: one.isCounted && !isUnopened(one) ? one.granted : null,
    expiresAt: one.expiresAt?.toISOString() ?? null,
    requestedAt: one.requestedAt.toISOString(),
    approvals: { coach: approvalOf(one.coachApproval), staff: approvalOf(one.staffApproval) },
    sale: saleOf(one),
    payment: paymentOf(one),
    transfer: transferOf(one),
    freeze: freezeFrom(one.frozen, at) ?? null,
    version: one.version,
  };
}

function saleOf(one: Package): PackageSaleDto | null {
  const { catalogueItemId, name, priceMinor, currency, activation, validDays } = one;
  if (catalogueItemId === null || name === null || priceMinor === null) return null;
  if (currency === null || activation === null) return null;
  const complimentary = one.complimentary === 1;
  return { catalogueItemId, name, priceMinor, currency, complimentary, activation, validDays };
}

function transferOf(one: Package): PackageTransferDto | null {
  const { sourcePackageId, transferredSessions, transferred } = one;
  if (sourcePackageId === null && transferredSessions === null && transferred === null) return null;
  return { sourcePackageId, sessions: transferredSessions ?? 0, all: transferred === 1 };
}

function paymentOf(one: Package): PackagePaymentDto | null {
  const state = paymentStateOf(one);
  const { priceMinor, currency, paidMinor, openMinor } = one;
  if (state === null || priceMinor === null || currency === null) return null;
  const money = { paidMinor: paidMinor ?? 0, openMinor: openMinor ?? 0 };
  const { refundedMinor, refundedSessions } = one;
  const back = { refundedMinor: refundedMinor ?? 0, refundedSessions: refundedSessions ?? 0 };
  return { state, priceMinor, currency, ...money, ...back };
}
