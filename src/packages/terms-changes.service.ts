import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import { LEGACY } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import type { IdPage } from '../database/id-ranges.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Package } from './package.entity.js';
import { termsOf } from './package-rules.js';
import { PackagesRepository } from './packages.repository.js';
import { Reconciliation } from './reconciliation.service.js';
import type { Watch } from './removals.service.js';
import { TermsChangesRepository } from './terms-changes.repository.js';
import {
  latestTerms,
  type LoggedChange,
  type LoggedTerms,
  TERMS_CHANGED,
  termsThatDiffer,
  WHY_TERMS_CHANGED,
} from './terms-rules.js';

/** Packages of which the whole log is held at once. */
const PACKAGES_AT_ONCE = 100;

/**
 * Books what PHP, or a person at the database, did to the terms of packages: dates, approvals,
 * connection. Each difference from what the log told last becomes one activity of the legacy
 * system, and is what the log tells from then on.
 */
@Injectable()
export class TermsChanges {
  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly packageRows: PackagesRepository,
    private readonly changes: TermsChangesRepository,
    private readonly reconciliation: Reconciliation,
  ) {}

  /** Books all of them, each package in a transaction of its own; gives the entries made. */
  async bookAll(watch: Watch = () => undefined): Promise<number> {
    let entries = 0;
    for (let page = await this.pageAfter(0); page; page = await this.pageAfter(page.highest)) {
      watch({ step: 'changed terms', at: page.highest });
      const range = page;
      const at = this.clock.now();
      const changed = await this.unitOfWork.read(async (tx) => {
        const { packages, changes } = await this.changes.find(tx, range);
        return packages.filter((one) => changedTerms(tx, one, changes.get(one.id) ?? [], at));
      });
      for (const { id } of changed) entries += await this.book(id);
    }
    return entries;
  }

  private async book(id: number): Promise<number> {
    const command = { action: 'package.changed', actor: LEGACY, status: 200 } as const;
    const { body } = await this.auditedWork.run(command, async (work) => {
      const { tx, at } = work;
      const locked = await this.packageRows.lockOne(tx, id);
      const [one] = locked ? await this.reconciliation.reconcile(work, [locked]) : [];
      const { changes } = await this.changes.find(tx, { lowest: id, highest: id });
      const said = one && changedTerms(tx, one, changes.get(id) ?? [], at);
      if (!one || !said) {
        work.didNothing();
        return { entries: work.reconciled.length };
      }
      const after = { ...one, version: one.version + 1 };
      await this.packageRows.setBooks(tx, id, after);
      const { memberId, coachId } = one;
      work.did({
        memberId,
        coachId,
        packageId: id,
        before: { ...termsOf(one), ...said },
        after: termsOf(after),
        reason: WHY_TERMS_CHANGED,
        code: TERMS_CHANGED,
      });
      return { entries: work.reconciled.length + 1 };
    });
    return body.entries;
  }

  private async pageAfter(id: number): Promise<IdPage | undefined> {
    return this.unitOfWork.read((tx) => this.packageRows.nextPage(tx, id, PACKAGES_AT_ONCE));
  }
}

/** The terms that the log tells, where the package has others. */
function changedTerms(
  { times }: Tx,
  one: Package,
  changes: readonly LoggedChange[],
  at: Date,
): LoggedTerms | undefined {
  const said = latestTerms(changes);
  const toDb = (instant: Date) => times.toDb(instant);
  return said && termsThatDiffer(said, one, { at, toDb }).length > 0 ? said : undefined;
}
