import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Problem } from '../common/problem.js';
import { MemberAccess } from '../packages/member-access.js';
import { CoachLimits } from '../packages/coach-limits.service.js';
import { Ledger } from '../packages/ledger.service.js';
import { isPastDate, type Package } from '../packages/package-rules.js';
import { requireOpen } from '../packages/void-rules.js';
import { PackagesService } from '../packages/packages.service.js';
import { isUsage } from '../packages/usage-rules.js';
import type { UndoAnswerDto, UsageAnswerDto } from './dto/answers.dto.js';
import type { AdjustDto, UndoDto } from './dto/session-input.dto.js';
import { packageToAdjust } from './session-rules.js';
import { Reasons, type TakenBefore } from '../settings/reasons.service.js';
import { requireKept } from '../packages/refund-rules.js';
import { UsageDescriptions } from './usage-descriptions.service.js';
import { UsageLocks } from './usage-locks.service.js';

const STAYS_EXPIRED =
  'The session was given back, but the package is past its date. Extend it to use the session.';

/** Corrects what went wrong: gives a used session back, or corrects a count with a reason. */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly access: MemberAccess,
    private readonly packages: PackagesService,
    private readonly ledger: Ledger,
    private readonly locks: UsageLocks,
    private readonly descriptions: UsageDescriptions,
    private readonly limits: CoachLimits,
    private readonly reasons: Reasons,
  ) {}

  /**
   * Gives a used session back to its package, once; the usage stays in the history. A coach may
   * undo usages of the packages with the coach alone. Throws `usage_not_found`, also for those of
   * other coaches, `outside_substitution`, `already_undone`, `approval_required` where a coach
   * gives more than the studio lets them, `not_undoable` for what is no usage, `package_voided`,
   * `package_refunded`, or `reason_code_unknown`.
   */
  async undoUsage(
    work: AuditedWork,
    memberId: number,
    usageId: number,
    input: UndoDto & TakenBefore,
  ): Promise<UndoAnswerDto> {
    const why = this.reasons.of(input);
    const whose = { memberId, usageId, coachId: input.coachId };
    const { usage, before } = await this.locks.lock(work, whose);
    if (!isUsage(usage)) {
      const detail = `A row of kind ${usage.kind} is corrected by an adjustment, not undone.`;
      throw new Problem('not_undoable', detail);
    }
    requireOpen(before);
    if (usage.undoneAt === null) requireKept(before);
    // What was undone already is given once.
    const undoneAt = usage.undoneAt === null ? work.at : null;
    const undone = { adjustment: null, createdAt: usage.createdAt, undoneAt };
    await this.limits.requireGivable(work, memberId, undone, this.limits.givesOf(work));
    const giving = this.ledger.giveBack(work, before, usage, why);
    const answer = await this.descriptions.ofChange(work, { package: before, usage }, giving);
    const { package: after } = await giving;
    return isPastDate(after, work.at) ? { ...answer, notice: STAYS_EXPIRED } : answer;
  }

  /**
   * Corrects a balance by a signed number: of the named package, else of one with the named coach.
   * Throws `approval_required`, `balance_below_zero`, `balance_changed`, `balance_too_large`,
   * `no_active_package`, `package_not_found`, `package_voided`, `not_counted`,
   * `reason_code_unknown`, or
   * `not_your_member` where a coach names another one.
   */
  async adjustBalance(
    work: AuditedWork,
    memberId: number,
    input: AdjustDto & TakenBefore,
  ): Promise<UsageAnswerDto> {
    const { adjustment, expectedBalance } = input;
    const why = this.reasons.of(input);
    const limit = adjustment > 0 ? this.limits.givesOf(work) : undefined;
    const isLimited = limit !== undefined;
    const before = await this.lockAdjusted(work, memberId, { ...input, isLimited });
    const balance = before.remaining ?? 0;
    if (expectedBalance !== undefined && expectedBalance !== balance) {
      const detail = `The balance is ${balance} by now, not ${expectedBalance}. Look at it again.`;
      throw new Problem('balance_changed', detail, { balance });
    }
    this.limits.requireSmall(work, adjustment);
    const given = { adjustment, createdAt: work.at, undoneAt: null };
    await this.limits.requireGivable(work, memberId, given, limit);
    const adjusting = this.ledger.adjust(work, before, adjustment, why);
    return this.descriptions.ofChange(work, { package: before }, adjusting);
  }

  private async lockAdjusted(
    work: AuditedWork,
    memberId: number,
    { packageId, coachId, isLimited }: Adjusted,
  ): Promise<Package> {
    const { tx, actor, at } = work;
    const { coachId: scope } = await this.access.actingFor(tx, actor, memberId, coachId);
    if (packageId !== undefined) {
      const whose = { memberId, coachId: scope };
      const named = isLimited
        ? await this.lockAllFor(work, packageId, whose)
        : await this.packages.lockOne(work, packageId, whose);
      requireOpen(named);
      if (named.isCounted) return named;
      throw new Problem('not_counted', 'This subscription counts no sessions.');
    }
    const chosen = packageToAdjust(await this.packages.lock(work, memberId, scope), at);
    if (chosen) return chosen;
    throw new Problem('no_active_package', 'There is no package whose count could be corrected.');
  }

  /** What is counted over all packages of a member is counted behind the lock of all of them. */
  private async lockAllFor(
    work: AuditedWork,
    packageId: number,
    { memberId, coachId }: { memberId: number; coachId: number | undefined },
  ): Promise<Package> {
    const all = await this.packages.lock(work, memberId, coachId);
    const named = all.find(({ id }) => id === packageId);
    if (named) return named;
    throw new Problem('package_not_found', `This member has no package ${packageId}.`);
  }
}

/** Whose balance to correct: of the named package, or of one with the named coach. */
interface Adjusted {
  readonly packageId?: number;
  readonly coachId?: number;
  /** Whether what the coach gives the member is counted. */
  readonly isLimited: boolean;
}
