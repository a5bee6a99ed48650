import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Problem } from '../common/problem.js';
import type { StudioDay } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import { Ledger, type Taking } from '../packages/ledger.service.js';
import type { Package } from '../packages/package-rules.js';
import { requireKept } from '../packages/refund-rules.js';
import { attendanceOf, MOVED } from '../packages/usage-rules.js';
import type { Usage } from '../packages/usage.entity.js';
import { requireOpen } from '../packages/void-rules.js';
import { Reasons } from '../settings/reasons.service.js';
import type { MoveAnswerDto, UsageAnswerDto } from './dto/answers.dto.js';
import type { ChangeUsageDto, MoveDto, RedoDto } from './dto/session-input.dto.js';
import { packageToUse, requireSlot } from './package-choice.js';
import { usableAtOn } from './session-times.js';
import { UsageDescriptions } from './usage-descriptions.service.js';
import { UsageLocks, type UsagePlace } from './usage-locks.service.js';
import { UsagesRepository } from './usages.repository.js';

/** A row of a member's history. */
type UsagePath = Pick<UsagePlace, 'memberId' | 'usageId'>;

/** Changes what was said of a used session: whether somebody came, that it counts, of what. */
@Injectable()
export class UsageChanges {
  constructor(
    private readonly config: Config,
    private readonly ledger: Ledger,
    private readonly locks: UsageLocks,
    private readonly usages: UsagesRepository,
    private readonly descriptions: UsageDescriptions,
    private readonly reasons: Reasons,
  ) {}

  /**
   * Says whether the member came; the balance stays. Nothing is done where that was said already.
   * Throws `usage_not_found`, `already_undone`, `reason_code_unknown` or `outside_substitution`.
   */
  async changeAttendance(
    work: AuditedWork,
    { memberId, usageId }: UsagePath,
    input: ChangeUsageDto,
  ): Promise<UsageAnswerDto> {
    const why = this.reasons.of(input);
    const whose = { memberId, usageId, coachId: input.coachId };
    const { usage, before } = await this.locks.lockSession(work, whose);
    requireActive(usage);
    const { attendance } = input;
    if (attendanceOf(usage) === attendance) {
      work.didNothing();
      const same = Promise.resolve({ usage, package: before });
      return this.descriptions.ofChange(work, { package: before, usage }, same);
    }
    const change = this.ledger.setAttendance(work, before, usage, { attendance, ...why });
    return this.descriptions.ofChange(work, { package: before, usage }, change);
  }

  /**
   * Counts an undone session again, on its own day and of its own package, by a row of its own.
   * Throws `usage_not_found`, `not_undone`, `already_redone`, `package_voided`,
   * `already_used_on_date`, `day_full`, `reason_code_unknown`, or why no session can be taken from
   * the package.
   */
  async redo(
    work: AuditedWork,
    { memberId, usageId }: UsagePath,
    input: RedoDto,
  ): Promise<UsageAnswerDto> {
    const why = this.reasons.of(input);
    const whose = { memberId, usageId, coachId: input.coachId };
    const { usage, before } = await this.locks.lockSession(work, whose);
    if (usage.undoneAt === null) {
      throw new Problem('not_undone', 'This session counts: there is nothing to count again.');
    }
    await this.requireUnreplaced(work, usage);
    const taking = { ...(await this.takingAgain(work, usage, before)), ...why };
    const change = this.ledger.takeSession(work, before, taking);
    return this.descriptions.ofChange(work, { package: before, usage }, change);
  }

  /**
   * Gives a session back and takes it from another package of the member, in one. Throws
   * `usage_not_found`, `already_undone`, `package_not_found` (also for packages that whoever asks
   * does not reach), `same_package`, `package_voided` of either, `package_refunded` as an undo,
   * `already_used_on_date`, `day_full`, `reason_code_unknown`, or why no session can be taken from
   * that package.
   */
  async move(
    work: AuditedWork,
    { memberId, usageId }: UsagePath,
    input: MoveDto,
  ): Promise<MoveAnswerDto> {
    const why = this.reasons.of(input);
    const whose = { memberId, usageId, coachId: input.coachId };
    const { usage, before, packages } = await this.locks.lockSession(work, whose);
    requireActive(usage);
    const to = packages.find(({ id }) => id === input.packageId);
    if (!to) {
      const detail = `This member has no package ${input.packageId} there.`;
      throw new Problem('package_not_found', detail);
    }
    if (to.id === before.id) {
      throw new Problem('same_package', 'The session is of this package already.');
    }
    requireOpen(before);
    requireKept(before);
    const taking = { ...(await this.takingAgain(work, usage, to)), ...why };
    const said = { action: 'session.undone', code: MOVED } as const;
    const giving = this.ledger.giveBack(work, before, usage, why, said);
    const from = await this.descriptions.ofChange(work, { package: before, usage }, giving);
    const change = this.ledger.takeSession(work, to, taking);
    const moved = await this.descriptions.ofChange(work, { package: to, usage }, change);
    const { id: replacedById } = moved.usage;
    return { ...moved, from: { ...from, usage: { ...from.usage, replacedById } } };
  }

  /** The session once more, from a package of the same day. */
  private async takingAgain(
    { tx, at }: AuditedWork,
    usage: Usage,
    from: Package,
  ): Promise<Omit<Taking, 'reason'>> {
    requireOpen(from);
    const day = dayOf(usage);
    const { memberId, coachId } = from;
    const onDay = await this.usages.findOnDay(tx, { memberId, coachId }, day);
    const others = onDay.filter(({ id }) => id !== usage.id);
    const slot = requireSlot(day, others, usage.usedAgain === 1);
    packageToUse([from], usableAtOn(day, at, this.config.studioTimeZone));
    const attendance = attendanceOf(usage) ?? 'attended';
    const replaces = { usageId: usage.id, packageId: usage.packageId };
    const { deliveredBy } = usage;
    return { kind: 'manual', day, slot, attendance, replaces, deliveredBy };
  }

  /** A row that is gone has taken no place: PHP undoes by deleting it. */
  private async requireUnreplaced({ tx }: AuditedWork, { replacedById }: Usage): Promise<void> {
    if (replacedById === null || !(await this.usages.findById(tx, replacedById))) return;
    const detail = `This session counts again, by the usage ${replacedById}.`;
    throw new Problem('already_redone', detail);
  }
}

function requireActive({ undoneAt }: Usage): void {
  if (undoneAt !== null) throw new Problem('already_undone', 'This usage was undone already.');
}

/** Rows of before the product may have none. */
function dayOf({ id, usageDate }: Usage): StudioDay {
  if (usageDate !== null) return usageDate;
  throw new Problem('usage_not_found', `The usage ${id} has no day.`);
}
