import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import { LEGACY } from '../common/actor.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type BehindPackage, PackagesRepository } from './packages.repository.js';
import { PackagesService } from './packages.service.js';
import { Removals, type Tell } from './removals.service.js';

/** Packages that are looked for at once. */
const PACKAGES_AT_ONCE = 200;

/** Finds what PHP did to packages that nobody has touched since, and has it booked. */
@Injectable()
export class ReconciliationRun {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly packageRows: PackagesRepository,
    private readonly packages: PackagesService,
    private readonly removals: Removals,
  ) {}

  /**
   * Reconciles all packages, each member in a transaction of its own, and then books what is gone.
   * Gives the entries made, and tells each thing that is gone.
   */
  async reconcileAll(tell: Tell = () => undefined): Promise<number> {
    let entries = 0;
    let behind = await this.findBehind(0);
    for (let last = behind.at(-1); last !== undefined; last = behind.at(-1)) {
      const memberIds = new Set(behind.map((one) => one.memberId));
      for (const memberId of memberIds) entries += await this.reconcile(memberId);
      behind = await this.findBehind(last.id);
    }
    return entries + (await this.removals.bookAll(tell));
  }

  /** Reconciles one member's packages; says how many entries that made. */
  async reconcile(memberId: number): Promise<number> {
    const command = { action: 'balance.external', actor: LEGACY, status: 200 } as const;
    const { body } = await this.auditedWork.run(command, async (work) => {
      await this.packages.lock(work, memberId);
      work.didNothing();
      return { entries: work.reconciled.length };
    });
    return body.entries;
  }

  /** Packages after an id that the books have to follow. */
  async findBehind(afterId: number): Promise<BehindPackage[]> {
    return this.unitOfWork.read((tx) => this.packageRows.findBehind(tx, afterId, PACKAGES_AT_ONCE));
  }
}
