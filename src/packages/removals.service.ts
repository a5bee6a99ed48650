import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import { LEGACY } from '../common/actor.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { PackagesRepository } from './packages.repository.js';
import { Reconciliation } from './reconciliation.service.js';
import { goneText, lastBooksOf, whyGone } from './removal-rules.js';
import { RemovalsRepository } from './removals.repository.js';

/** Packages that are looked for at once. */
const PACKAGES_AT_ONCE = 200;

/** Says in words what was booked as gone. */
export type Tell = (what: string) => void;

/**
 * Books what somebody took out of the database, each thing once, as what it is: gone, and not by
 * the product. Who it was nobody can tell: PHP, a person, or a defect of ours; so a run names each.
 */
@Injectable()
export class Removals {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly packageRows: PackagesRepository,
    private readonly removals: RemovalsRepository,
    private readonly reconciliation: Reconciliation,
  ) {}

  /** Books all that is gone, each package in a transaction of its own; gives the entries made. */
  async bookAll(tell: Tell): Promise<number> {
    let entries = 0;
    let ids = await this.findGone(0);
    for (let last = ids.at(-1); last !== undefined; last = ids.at(-1)) {
      for (const id of ids) entries += await this.bookPackage(id, tell);
      ids = await this.findGone(last);
    }
    let packages = await this.findPackages(0);
    for (let last = packages.at(-1); last !== undefined; last = packages.at(-1)) {
      for (const { id } of packages) entries += await this.bookRows(id, tell);
      packages = await this.findPackages(last.id);
    }
    return entries;
  }

  /** A package, in the log alone: there is no row any more that a history could belong to. */
  private async bookPackage(id: number, tell: Tell): Promise<number> {
    const one = await this.unitOfWork.read((tx) => this.removals.factsOf(tx, id));
    // Of two runs at the same moment, one books.
    const key = `package.removed:${id}:${one.lastActivityId}`;
    const idempotency = { key, request: key };
    const command = { action: 'package.removed', actor: LEGACY, status: 200, idempotency } as const;
    const { body, replayed } = await this.auditedWork.run(command, async (work) => {
      if (!(await this.removals.isGone(work.tx, id))) {
        work.didNothing();
        return { isBooked: false };
      }
      const { memberId, coachId } = one;
      const before = lastBooksOf(one);
      work.did({ packageId: id, memberId, coachId, before, after: null, reason: whyGone(one) });
      return { isBooked: true };
    });
    if (replayed || !body.isBooked) return 0;
    tell(goneText(one));
    return 1;
  }

  /** Rows of the history of a package that is there. */
  private async bookRows(packageId: number, tell: Tell): Promise<number> {
    const command = { action: 'balance.external', actor: LEGACY, status: 200 } as const;
    const { body } = await this.auditedWork.run(command, async (work) => {
      const one = await this.packageRows.lockOne(work.tx, packageId);
      if (one) await this.reconciliation.reconcileRemovals(work, one);
      work.didNothing();
      const entries = work.reconciled.length;
      return { entries, memberId: one?.memberId ?? 0, coachId: one?.coachId ?? 0 };
    });
    const { entries, memberId, coachId } = body;
    const who = `member ${memberId} with coach ${coachId}`;
    if (entries > 0) tell(`rows of the history of package ${packageId} (${who})`);
    return entries;
  }

  private async findGone(afterId: number): Promise<number[]> {
    return this.unitOfWork.read((tx) => this.removals.findGone(tx, afterId, PACKAGES_AT_ONCE));
  }

  private async findPackages(afterId: number): Promise<{ id: number }[]> {
    return this.unitOfWork.read((tx) => this.removals.findPackages(tx, afterId, PACKAGES_AT_ONCE));
  }
}
