import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import type { Person } from '../common/actor.js';
import { Problem } from '../common/problem.js';
import { studioDayOf } from '../common/studio-day.js';
import type { Why } from '../common/why.js';
import { Config } from '../config/config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Ledger } from '../packages/ledger.service.js';
import { MemberAccess } from '../packages/member-access.js';
import type { OwnershipQuestion } from '../packages/ownership.interceptor.js';
import type { Package } from '../packages/package-rules.js';
import { PackagesService } from '../packages/packages.service.js';
import { delivererOf, requireCovered } from '../packages/substitution-rules.js';
import { keptAttendance } from '../packages/usage-rules.js';
import { requireOpen as requireNotVoided } from '../packages/void-rules.js';
import { Reasons } from '../settings/reasons.service.js';
import { Settings } from '../settings/settings.service.js';
import type { UsageAnswerDto } from './dto/answers.dto.js';
import type {
  CancelOwedDto,
  OweDto,
  OwedListDto,
  OwedSessionDto,
  SettleDto,
} from './dto/owed.dto.js';
import { OwedDescriptions } from './owed-descriptions.service.js';
import { requireOpen, requireOwable, requireUsedUp } from './owed-rules.js';
import type { OwedSession } from './owed-session.entity.js';
import { OwedSessionsRepository } from './owed-sessions.repository.js';
import { packageToUse, requireSlot } from './package-choice.js';
import { requireUsageDay, usableAtOn } from './session-times.js';
import { UsageDescriptions } from './usage-descriptions.service.js';
import { UsagesRepository } from './usages.repository.js';

/** An owed session that is open, and the packages of its pair, kept from others. */
interface LockedOwed {
  readonly owed: OwedSession;
  readonly packages: readonly Package[];
}

/**
 * Writes down what members train with nothing left, and has packages settle it. A balance is never
 * negative: what is owed stands beside the books until it becomes an ordinary usage.
 */
@Injectable()
export class OwedSessions {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MemberAccess,
    private readonly packages: PackagesService,
    private readonly ledger: Ledger,
    private readonly usages: UsagesRepository,
    private readonly owed: OwedSessionsRepository,
    private readonly descriptions: OwedDescriptions,
    private readonly usageDescriptions: UsageDescriptions,
    private readonly reasons: Reasons,
    private readonly settings: Settings,
  ) {}

  /**
   * Those of a member that are open, or with the named coach; coaches see what is owed to
   * themselves, or to whom they stand in for.
   */
  async list(
    person: Person,
    memberId: number,
    ownership: OwnershipQuestion,
    named?: number,
  ): Promise<OwedListDto> {
    return this.unitOfWork.read(async (tx) => {
      const { coachId } = await this.access.actingFor(tx, person, memberId, named);
      const pair = coachId === undefined ? { memberId } : { memberId, coachId };
      const open = await ownership.beside(tx, () => this.owed.open(tx, pair));
      return { data: await this.descriptions.of(tx, open) };
    });
  }

  /**
   * Writes a session down that is owed, on its own day. Throws `sessions_left`, `not_counted`,
   * `no_active_package`, `package_frozen`, `already_used_on_date`, `already_owed_on_date`,
   * `owed_limit`, `validation_failed` or `reason_code_unknown`.
   */
  async owe(work: AuditedWork, memberId: number, input: OweDto): Promise<OwedSessionDto> {
    const why = this.reasons.of(input);
    const { tx, at, actor } = work;
    const zone = this.config.studioTimeZone;
    const today = studioDayOf(at, zone);
    const day = requireUsageDay(input.usageDate ?? today, today);
    const acting = await this.access.actingFor(tx, actor, memberId, input.coachId);
    requireCovered(acting.covers, day);
    const [packages, covers] = await Promise.all([
      this.packages.lock(work, memberId, acting.coachId),
      this.access.trainedFor(tx, actor, acting),
    ]);
    const { coachId } = requireUsedUp(packages, usableAtOn(day, at, zone));
    const pair = { memberId, coachId };
    const [onDay, open] = await Promise.all([
      this.usages.findOnDay(tx, pair, day),
      this.owed.open(tx, pair),
    ]);
    requireOwable(day, { onDay, open }, this.settings.values.owedSessions);
    const one = await this.owed.insert(tx, {
      ...{ ...pair, usageDate: day, attendance: keptAttendance(input.attendance), ...why },
      deliveredBy: delivererOf(actor, pair, day, covers),
      ...{ createdAt: at, createdBy: actor.id, settledUsageId: null, cancelledAt: null },
      ...{ cancelledBy: null, cancelReason: null, cancelReasonCode: null },
    });
    log(work, one, why);
    return this.descriptions.ofOne(tx, one);
  }

  /**
   * Has a package settle an owed session: it becomes a usage of that day. Throws `owed_not_found`,
   * `owed_settled`, `owed_cancelled`, `package_not_found`, `package_voided`,
   * `already_used_on_date`, or why no session can be taken.
   */
  async settle(
    work: AuditedWork,
    memberId: number,
    id: number,
    { packageId, coachId: named }: SettleDto,
  ): Promise<UsageAnswerDto> {
    const { tx, at } = work;
    const { owed, packages } = await this.lock(work, memberId, id, named);
    const usable = packages.filter((one) => packageId === undefined || one.id === packageId);
    if (packageId !== undefined && usable.length === 0) {
      const detail = `This member has no package ${packageId} with that coach.`;
      throw new Problem('package_not_found', detail);
    }
    if (packageId !== undefined) usable.forEach(requireNotVoided);
    const { usageDate: day, coachId, reason, reasonCode, deliveredBy } = owed;
    const chosen = packageToUse(usable, at);
    // It may be frozen on that day, and not today.
    packageToUse([chosen], usableAtOn(day, at, this.config.studioTimeZone));
    const onDay = await this.usages.findOnDay(tx, { memberId, coachId }, day);
    const slot = requireSlot(day, onDay, false);
    const attendance = owed.attendance ?? 'attended';
    const why = { reason, reasonCode };
    const taking = { kind: 'manual', day, slot, attendance, deliveredBy, ...why } as const;
    const change = this.ledger.takeSession(work, chosen, { ...taking, owedId: id });
    const about = { package: chosen, deliveredBy };
    const answer = await this.usageDescriptions.ofChange(work, about, change);
    await this.owed.setClosed(tx, { ...owed, settledUsageId: answer.usage.id });
    return answer;
  }

  /**
   * Says that a session is not owed any more. Throws `owed_not_found`, `owed_settled`,
   * `owed_cancelled` or `reason_code_unknown`.
   */
  async cancel(
    work: AuditedWork,
    memberId: number,
    id: number,
    input: CancelOwedDto,
  ): Promise<OwedSessionDto> {
    const why = this.reasons.of(input);
    const { tx, at, actor } = work;
    const { owed } = await this.lock(work, memberId, id, input.coachId);
    const { reason: cancelReason, reasonCode: cancelReasonCode } = why;
    const said = { cancelledAt: at, cancelledBy: actor.id, cancelReason, cancelReasonCode };
    const cancelled = { ...owed, ...said };
    await this.owed.setClosed(tx, cancelled);
    log(work, cancelled, why);
    return this.descriptions.ofOne(tx, cancelled);
  }

  /** The packages first, as everybody does. */
  private async lock(
    work: AuditedWork,
    memberId: number,
    id: number,
    named: number | undefined,
  ): Promise<LockedOwed> {
    const { tx, actor } = work;
    const [seen, { coachId, covers }] = await Promise.all([
      this.owed.find(tx, id),
      this.access.actingFor(tx, actor, memberId, named),
    ]);
    const isTheirs = coachId === undefined || seen?.coachId === coachId;
    if (seen?.memberId !== memberId || !isTheirs) throw notOwed(id);
    requireCovered(covers, seen.usageDate);
    const packages = await this.packages.lock(work, memberId, seen.coachId);
    const owed = await this.owed.lock(work.tx, id);
    if (!owed) throw notOwed(id);
    requireOpen(owed);
    return { owed, packages };
  }
}

function notOwed(id: number): Problem {
  return new Problem('owed_not_found', `This member has no owed session ${id}.`);
}

function log(work: AuditedWork, owed: OwedSession, why: Why): void {
  const { id: owedId, memberId, coachId, usageDate, attendance, cancelledAt } = owed;
  const told = { owedId, usageDate, ...(attendance === null ? {} : { attendance }) };
  work.did({ memberId, coachId, ...(cancelledAt ? { before: told } : { after: told }), ...why });
}
