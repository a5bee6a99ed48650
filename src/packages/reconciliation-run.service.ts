import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import { LEGACY } from '../common/actor.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type BehindPackage, PackagesRepository } from './packages.repository.js';
import { PackagesService } from './packages.service.js';
import { TermsChanges } from './terms-changes.service.js';
import { UnreconciledUsagesRepository } from './unreconciled-usages.repository.js';
import { Removals, type Tell, type Watch } from './removals.service.js';

/** Packages that are looked for at once. */
const PACKAGES_AT_ONCE = 500;

/** Finds what PHP did to packages that nobody has touched since, and has it booked. */
@Injectable()
export class ReconciliationRun {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly packageRows: PackagesRepository,
    private readonly packages: PackagesService,
    private readonly removals: Removals,
    private readonly terms: TermsChanges,
    private readonly unreconciledUsages: UnreconciledUsagesRepository,
  ) {}

  /** How many history rows of PHP nobody has booked yet, counted up to `limit`. */
  async countToCome(tx: Tx, limit: number): Promise<number> {
    return this.unreconciledUsages.count(tx, limit);
  }

  /**
   * Reconciles all packages, each member in a transaction of its own, and then books what is gone
   * and whose terms were changed. Gives the entries made, tells each thing that is gone, and says
   * how far it is.
   */
  async reconcileAll(
    tell: Tell = () => undefined,
    watch: Watch = () => undefined,
  ): Promise<number> {
    let entries = 0;
    let page = await this.behindAfter(0);
    while (page) {
      watch({ step: "other programs' changes", at: page.highest });
      const memberIds = new Set(page.behind.map((one) => one.memberId));
      for (const memberId of memberIds) entries += await this.reconcile(memberId);
      page = await this.behindAfter(page.highest);
    }
    entries += await this.removals.bookAll(tell, watch);
    return entries + (await this.terms.bookAll(watch));
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

  /** Those of the next packages after an id that the books have to follow. */
  private async behindAfter(
    id: number,
  ): Promise<{ highest: number; behind: BehindPackage[] } | undefined> {
    return this.unitOfWork.read(async (tx) => {
      const page = await this.packageRows.nextPage(tx, id, PACKAGES_AT_ONCE);
      if (!page) return undefined;
      return { highest: page.highest, behind: await this.packageRows.findBehind(tx, page) };
    });
  }
}
