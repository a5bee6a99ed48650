import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { NamesService } from '../audit/names.service.js';
import { Problem } from '../common/problem.js';
import type { Tx } from '../database/tx.js';
import { ExternalChanges } from './external-changes.service.js';
import type { Package } from './package.entity.js';
import { isCounted, legacyStatusOf, stateOf } from './package-rules.js';
import type { PackageShape } from './package.shape.js';
import { PackagesRepository } from './packages.repository.js';

/** Finds, locks, moves and describes packages; other modules reach packages only through here. */
@Injectable()
export class PackagesService {
  constructor(
    private readonly packages: PackagesRepository,
    private readonly externalChanges: ExternalChanges,
    private readonly names: NamesService,
  ) {}

  /** All packages of a member, or of the pair with a coach, by rising id. */
  async find(tx: Tx, memberId: number, coachId?: number): Promise<Package[]> {
    return this.packages.find(tx, memberId, coachId);
  }

  /**
   * As `find`, and nobody else changes them until the end of the transaction. What another program
   * had changed about them is booked first.
   */
  async lock(work: AuditedWork, memberId: number, coachId?: number): Promise<Package[]> {
    return this.externalChanges.book(work, await this.packages.lock(work.tx, memberId, coachId));
  }

  /**
   * As `lock` for one package of the member, as far as the coach (if one is given) may see it.
   * Throws `package_not_found`, or `package_changed` where it is not at the expected version: that
   * from before the booking, because nobody can have seen a later one.
   */
  async lockOne(
    work: AuditedWork,
    id: number,
    whose: { memberId: number; coachId?: number | undefined },
    expectedVersion?: number,
  ): Promise<Package> {
    const { memberId, coachId } = whose;
    const found = await this.packages.lockOne(work.tx, id);
    const visible =
      found?.memberId === memberId && (coachId === undefined || found.coachId === coachId);
    if (found && visible) requireVersion(found, expectedVersion);
    const [one] = found && visible ? await this.externalChanges.book(work, [found]) : [];
    if (one) return one;
    throw new Problem('package_not_found', `This member has no package ${id}.`);
  }

  /**
   * Moves the balance of a locked package and gives it back as it is now. Throws
   * `balance_below_zero`.
   */
  async moveBalance(tx: Tx, one: Package, by: number, at: Date): Promise<Package> {
    const balance = one.remaining ?? 0;
    const remaining = balance + by;
    if (remaining < 0) {
      const detail = `Only ${balance} sessions are left; ${-by} cannot be taken.`;
      throw new Problem('balance_below_zero', detail, { balance });
    }
    const status = legacyStatusOf({ ...one, remaining }, at);
    await this.packages.moveBalance(tx, one.id, by, status);
    return { ...one, remaining, booked: remaining, status, version: one.version + 1 };
  }

  /** The packages as answers show them, with their coaches' names. */
  async describe(tx: Tx, packages: readonly Package[], at: Date): Promise<PackageShape[]> {
    const names = await this.names.of(
      tx,
      packages.map((one) => one.coachId),
    );
    return packages.map((one) => shapeOf(one, names.get(one.coachId)?.name ?? '', at));
  }

  /** As `describe`, for one. */
  async describeOne(tx: Tx, one: Package, at: Date): Promise<PackageShape> {
    const names = await this.names.of(tx, [one.coachId]);
    return shapeOf(one, names.get(one.coachId)?.name ?? '', at);
  }
}

function requireVersion({ version }: Package, expected: number | undefined): void {
  if (expected === undefined || expected === version) return;
  const detail = 'Somebody else has changed this package meanwhile. Look at it again.';
  throw new Problem('package_changed', detail, { version });
}

function shapeOf(one: Package, coachName: string, at: Date): PackageShape {
  const counted = isCounted(one);
  return {
    id: one.id,
    memberId: one.memberId,
    coachId: one.coachId,
    coachName,
    rateType: one.rateType,
    state: stateOf(one, at),
    remaining: counted ? (one.remaining ?? 0) : null,
    granted: counted ? one.granted : null,
    expiresAt: one.expiresAt?.toISOString() ?? null,
    requestedAt: one.requestedAt.toISOString(),
    approvals: { coach: one.coachApproval, staff: one.staffApproval },
    version: one.version,
  };
}
