import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Problem } from '../common/problem.js';
import { MemberAccess } from '../packages/member-access.js';
import { Ledger } from '../packages/ledger.service.js';
import { isPastDate, type Package } from '../packages/package-rules.js';
import { PackagesService } from '../packages/packages.service.js';
import { isUsage } from '../packages/usage-rules.js';
import type { UndoAnswerDto, UsageAnswerDto } from './dto/answers.dto.js';
import type { AdjustDto, UndoDto } from './dto/session-input.dto.js';
import { packageToAdjust } from './session-rules.js';
import type { Usage } from '../packages/usage.entity.js';
import { UsageDescriptions } from './usage-descriptions.service.js';
import { UsagesRepository } from './usages.repository.js';

const STAYS_EXPIRED =
  'The session was given back, but the package is past its date. Extend it to use the session.';

/** Corrects what went wrong: gives a used session back, or corrects a count with a reason. */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly access: MemberAccess,
    private readonly packages: PackagesService,
    private readonly ledger: Ledger,
    private readonly usages: UsagesRepository,
    private readonly descriptions: UsageDescriptions,
  ) {}

  /**
   * Gives a used session back to its package, once; the usage stays in the history. A coach may
   * undo usages of the packages with the coach alone. Throws `usage_not_found`, also for those of
   * other coaches, `already_undone`, or `not_undoable` for what is no usage.
   */
  async undoUsage(
    work: AuditedWork,
    memberId: number,
    usageId: number,
    input: UndoDto,
  ): Promise<UndoAnswerDto> {
    const { usage, before } = await this.lockUsage(work, memberId, usageId);
    if (!isUsage(usage)) {
      const detail = `A row of kind ${usage.kind} is corrected by an adjustment, not undone.`;
      throw new Problem('not_undoable', detail);
    }
    const giving = this.ledger.giveBack(work, before, usage, input.reason ?? null);
    const answer = await this.descriptions.ofChange(work, { package: before, usage }, giving);
    return isPastDate(before, work.at) ? { ...answer, notice: STAYS_EXPIRED } : answer;
  }

  /**
   * Corrects a balance by a signed number: of the named package, else of one with the named coach.
   * Throws `balance_below_zero`, `balance_changed`, `balance_too_large`, `no_active_package`,
   * `package_not_found`, `not_counted`, or `not_your_member` where a coach names another one.
   */
  async adjustBalance(
    work: AuditedWork,
    memberId: number,
    { adjustment, reason, expectedBalance, ...named }: AdjustDto & { coachId?: number },
  ): Promise<UsageAnswerDto> {
    const before = await this.lockAdjusted(work, memberId, named);
    const balance = before.remaining ?? 0;
    if (expectedBalance !== undefined && expectedBalance !== balance) {
      const detail = `The balance is ${balance} by now, not ${expectedBalance}. Look at it again.`;
      throw new Problem('balance_changed', detail, { balance });
    }
    const adjusting = this.ledger.adjust(work, before, adjustment, reason);
    return this.descriptions.ofChange(work, { package: before }, adjusting);
  }

  private async lockUsage(
    work: AuditedWork,
    memberId: number,
    usageId: number,
  ): Promise<{ usage: Usage; before: Package }> {
    const scope = this.access.coachScopeOf(work.actor);
    const [found, packages] = await Promise.all([
      this.usages.findById(work.tx, usageId),
      this.packages.lock(work, memberId, scope),
    ]);
    // The member and coach of the package count: the legacy system writes rows without them.
    const before = packages.find((one) => one.id === found?.packageId);
    // Such a row came into our books with the lock.
    const isUnreconciled = found?.memberId === null;
    const usage = isUnreconciled ? await this.usages.findById(work.tx, usageId) : found;
    if (usage && before) return { usage, before };
    throw new Problem('usage_not_found', `This member has no usage ${usageId}.`);
  }

  private async lockAdjusted(
    work: AuditedWork,
    memberId: number,
    { packageId, coachId }: { packageId?: number; coachId?: number },
  ): Promise<Package> {
    const { at } = work;
    const scope = this.access.coachOfPair(work.actor, coachId);
    if (packageId !== undefined) {
      const named = await this.packages.lockOne(work, packageId, { memberId, coachId: scope });
      if (named.isCounted) return named;
      throw new Problem('not_counted', 'This subscription counts no sessions.');
    }
    const chosen = packageToAdjust(await this.packages.lock(work, memberId, scope), at);
    if (chosen) return chosen;
    throw new Problem('no_active_package', 'There is no package whose count could be corrected.');
  }
}
