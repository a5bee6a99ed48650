import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import { LEGACY } from '../common/actor.js';
import type { IdPage } from '../database/id-ranges.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { PackagesRepository } from './packages.repository.js';
import { Reconciliation } from './reconciliation.service.js';
import { goneText, lastBooksOf, whyGone } from './removal-rules.js';
import { RemovalsRepository } from './removals.repository.js';

/** Packages that are looked for at once. */
const PACKAGES_AT_ONCE = 500;

/** Says in words what was booked as gone. */
export type Tell = (what: string) => void;

/** Says how far a run is: the id of the package that it is at. */
export type Watch = (progress: { readonly step: string; readonly at: number }) => void;

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
  async bookAll(tell: Tell, watch: Watch = () => undefined): Promise<number> {
    let entries = 0;
    for (let missing = await this.missingAfter(0); missing;) {
      watch({ step: 'packages that are gone', at: missing.highest });
      for (const id of missing.gone) entries += await this.bookPackage(id, tell);
      missing = await this.missingAfter(missing.highest);
    }
    for (let page = await this.pageAfter(0); page; page = await this.pageAfter(page.highest)) {
      watch({ step: 'rows that are gone', at: page.highest });
      const { lowest, highest } = page;
      const packages = await this.unitOfWork.read((tx) => {
        return this.removals.findPackages(tx, { lowest, highest });
      });
      for (const { id } of packages) entries += await this.bookRows(id, tell);
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
      const [gone] = await this.removals.findGone(work.tx, [id]);
      if (gone === undefined) {
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

  private async missingAfter(id: number): Promise<{ highest: number; gone: number[] } | undefined> {
    return this.unitOfWork.read(async (tx) => {
      const missing = await this.removals.nextMissing(tx, id);
      if (!missing) return undefined;
      return { highest: missing.highest, gone: await this.removals.findGone(tx, missing.ids) };
    });
  }

  private async pageAfter(id: number): Promise<IdPage | undefined> {
    return this.unitOfWork.read((tx) => this.packageRows.nextPage(tx, id, PACKAGES_AT_ONCE));
  }
}
