import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { type StudioDay, studioDayOf } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import { FIRST_USE, isFirst, isTakenBack } from './first-use-rules.js';
import { FirstUseRepository } from './first-use.repository.js';
import type { Package } from './package.entity.js';
import { legacyStatusOf, termsOf } from './package-rules.js';
import { PackagesRepository } from './packages.repository.js';
import { endAfter } from './sale-rules.js';

/**
 * Begins the days of packages that are valid from their first use on, and takes that back. The
 * ledger asks it about those packages alone.
 */
@Injectable()
export class FirstUse {
  constructor(
    private readonly config: Config,
    private readonly packages: PackagesRepository,
    private readonly usages: FirstUseRepository,
  ) {}

  /** Whether a session that is about to be taken is the first. */
  async isNext(tx: Tx, { id }: Package): Promise<boolean> {
    return isFirst(await this.usages.usages(tx, id));
  }

  /**
   * Has the days begin with the day of a session that was taken; of one that had been owed, on the
   * day of the sale at the earliest: nobody buys days that are over.
   */
  async begin(
    work: AuditedWork,
    one: Package,
    { day, owedId }: { readonly day: StudioDay; readonly owedId?: number },
  ): Promise<Package> {
    return this.end(
      work,
      one,
      owedId === undefined ? this.endFrom(one, day) : this.endOwed(one, day),
    );
  }

  /** Whether undoing a usage takes the beginning of the days back; asked before it is undone. */
  async isTakenBackWith(tx: Tx, one: Package, usageId: number): Promise<boolean> {
    // People have agreed on another end since.
    if (one.frozen !== null) return false;
    const found = await this.usages.usages(tx, one.id);
    const ends = [
      (day: StudioDay) => this.endFrom(one, day),
      (day: StudioDay) => this.endOwed(one, day),
    ];
    return ends.some((endOf) => isTakenBack(one, usageId, found, endOf));
  }

  /** Has the package wait for its first session again. */
  async takeBack(work: AuditedWork, one: Package): Promise<Package> {
    return this.end(work, one, null);
  }

  private endFrom({ validDays }: Package, day: StudioDay): Date | null {
    return endAfter(day, validDays, this.config.studioTimeZone);
  }

  private endOwed(one: Package, day: StudioDay): Date | null {
    const sold = studioDayOf(one.requestedAt, this.config.studioTimeZone);
    return this.endFrom(one, day < sold ? sold : day);
  }

  private async end(work: AuditedWork, one: Package, expiresAt: Date | null): Promise<Package> {
    const ending = { ...one, expiresAt };
    const changed = { ...ending, status: legacyStatusOf(ending, work.at) };
    await this.packages.changeTerms(work.tx, changed);
    const after = { ...changed, version: one.version + 1 };
    const { memberId, coachId, id: packageId } = one;
    work.did({
      ...{ action: 'package.changed', memberId, coachId, packageId, code: FIRST_USE },
      ...{ before: termsOf(one), after: termsOf(after) },
    });
    return after;
  }
}
