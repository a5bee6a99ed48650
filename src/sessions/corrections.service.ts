import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Problem } from '../common/problem.js';
import { MemberAccess } from '../members/member-access.js';
import { booksOf, isCounted, isPastDate, type Package } from '../members/package-rules.js';
import { PackagesService } from '../members/packages.service.js';
import type { UndoAnswerDto, UsageAnswerDto } from './dto/answers.dto.js';
import type { AdjustDto, UndoDto } from './dto/session-input.dto.js';
import { isUsage, newAdjustment, packageToAdjust } from './session-rules.js';
import type { Usage } from './usage.entity.js';
import { UsageDescriptions } from './usage-descriptions.service.js';
import { UsagesRepository } from './usages.repository.js';

/** More than any studio sells; keeps sums far from the database's limits. */
const MAX_BALANCE = 1_000_000;

const STAYS_EXPIRED =
  'The session was given back, but the package is past its date. Extend it to use the session.';

/** Corrects what went wrong: gives a used session back, or corrects a count with a reason. */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly access: MemberAccess,
    private readonly packages: PackagesService,
    private readonly usages: UsagesRepository,
    private readonly descriptions: UsageDescriptions,
  ) {}

  /**
   * Gives a used session back to its package, once; the usage stays in the history. Throws
   * `usage_not_found`, `already_undone`, or `not_undoable` for what is no usage.
   */
  async undoUsage(
    work: AuditedWork,
    memberId: number,
    usageId: number,
    input: UndoDto,
  ): Promise<UndoAnswerDto> {
    const { tx, at, actor } = work;
    const reason = input.reason ?? null;
    const { usage, before } = await this.lockUsage(work, memberId, usageId);
    if (!isUsage(usage)) {
      const detail = `A row of kind ${usage.kind} is corrected by an adjustment, not undone.`;
      throw new Problem('not_undoable', detail);
    }
    const undone = { at, by: actor.id, reason };
    if (!(await this.usages.markUndone(tx, usageId, undone))) {
      throw new Problem('already_undone', 'This usage was undone already.');
    }
    const after = await this.packages.moveBalance(tx, before, 1, at);
    work.did({
      ...subjectOf(after),
      usageId,
      before: booksOf(before),
      after: booksOf(after),
      reason,
    });

    const marked = { ...usage, undoneAt: at, undoneBy: actor.id, undoReason: reason };
    return {
      usage: await this.descriptions.ofOne(tx, marked),
      package: await this.packages.describeOne(tx, after, at),
      ...(isPastDate(after, at) ? { notice: STAYS_EXPIRED } : {}),
    };
  }

  /**
   * Corrects a balance by a signed number. Throws `balance_below_zero`, `balance_changed`,
   * `balance_too_large`, `no_active_package`, `package_not_found` or `not_counted`.
   */
  async adjustBalance(
    work: AuditedWork,
    memberId: number,
    { adjustment, reason, packageId, expectedBalance }: AdjustDto,
  ): Promise<UsageAnswerDto> {
    const { tx, at, actor } = work;
    const before = await this.lockAdjusted(work, memberId, packageId);
    const balance = before.remaining ?? 0;
    if (expectedBalance !== undefined && expectedBalance !== balance) {
      const detail = `The balance is ${balance} by now, not ${expectedBalance}. Look at it again.`;
      throw new Problem('balance_changed', detail, { balance });
    }
    if (balance + adjustment > MAX_BALANCE) {
      throw new Problem('balance_too_large', `A balance ends at ${MAX_BALANCE}.`, { balance });
    }
    const after = await this.packages.moveBalance(tx, before, adjustment, at);
    const row = newAdjustment(after, { amount: adjustment, at, by: actor.id, reason });
    const usage = await this.usages.insert(tx, row);
    const books = { before: booksOf(before), after: booksOf(after) };
    work.did({ ...subjectOf(after), usageId: usage.id, ...books, reason });
    return {
      usage: await this.descriptions.ofOne(tx, usage),
      package: await this.packages.describeOne(tx, after, at),
    };
  }

  private async lockUsage(
    work: AuditedWork,
    memberId: number,
    usageId: number,
  ): Promise<{ usage: Usage; before: Package }> {
    const found = await this.usages.findById(work.tx, usageId);
    const scope = this.access.coachScopeOf(work.actor);
    // The member and coach of the package count: the legacy system writes rows without them.
    const packages = found ? await this.packages.lock(work, memberId, scope) : [];
    const before = packages.find((one) => one.id === found?.packageId);
    // Such a row came into our books with the lock.
    const isForeign = found?.memberId === null;
    const usage = isForeign ? await this.usages.findById(work.tx, usageId) : found;
    if (usage && before) return { usage, before };
    throw new Problem('usage_not_found', `This member has no usage ${usageId}.`);
  }

  private async lockAdjusted(
    work: AuditedWork,
    memberId: number,
    packageId: number | undefined,
  ): Promise<Package> {
    const { at } = work;
    const scope = this.access.coachScopeOf(work.actor);
    if (packageId !== undefined) {
      const named = await this.packages.lockOne(work, packageId, { memberId, coachId: scope });
      if (isCounted(named)) return named;
      throw new Problem('not_counted', 'This subscription counts no sessions.');
    }
    const chosen = packageToAdjust(await this.packages.lock(work, memberId, scope), at);
    if (chosen) return chosen;
    throw new Problem('no_active_package', 'There is no package whose count could be corrected.');
  }
}

function subjectOf({ id, memberId, coachId }: Package) {
  return { memberId, coachId, packageId: id };
}
