import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { fieldError, Problem, validationProblem } from '../common/problem.js';
import { type StudioDay, studioDayOf } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import { type Acting, MemberAccess } from '../packages/member-access.js';
import { Ledger, type Taking } from '../packages/ledger.service.js';
import type { Package } from '../packages/package-rules.js';
import { delivererOf, requireCovered } from '../packages/substitution-rules.js';
import { requireOpen } from '../packages/void-rules.js';
import { PackagesService } from '../packages/packages.service.js';
import type { UsageAnswerDto, WorkoutAnswerDto } from './dto/answers.dto.js';
import type { AddUsageDto, StartWorkoutDto } from './dto/session-input.dto.js';
import {
  activeUsage,
  decideWorkout,
  type NoDeductionReason,
  type WorkoutDecision,
} from './session-rules.js';
import { requireUsageDay, startOfWorkout, usableAtOn } from './session-times.js';
import { noPackage, packageToUse, requireSlot } from './package-choice.js';
import type { Usage } from '../packages/usage.entity.js';
import { Reasons } from '../settings/reasons.service.js';
import { UsageDescriptions } from './usage-descriptions.service.js';
import type { Pair } from './history-sql.js';
import { UsagesRepository } from './usages.repository.js';

/** Uses sessions up: one for a workout that starts, or for a day that a person names. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly config: Config,
    private readonly access: MemberAccess,
    private readonly packages: PackagesService,
    private readonly ledger: Ledger,
    private readonly usages: UsagesRepository,
    private readonly descriptions: UsageDescriptions,
    private readonly reasons: Reasons,
  ) {}

  /**
   * Takes a session for a workout, once a studio day; may be called again freely. Throws
   * `no_active_package`, `package_frozen`, `package_expired` or `package_exhausted`.
   */
  async startWorkout(
    work: AuditedWork,
    memberId: number,
    input: StartWorkoutDto,
  ): Promise<WorkoutAnswerDto> {
    const startedAt = startOfWorkout(input.startedAt, work.at);
    const day = studioDayOf(startedAt, this.config.studioTimeZone);
    const { pair, acting } = await this.pairOf(work, memberId, input.coachId);
    requireCovered(acting.covers, day);

    // Most calls of a day come after the first: they need no lock, and no transaction.
    const seen = activeUsage(await this.usages.findOnDay(work.tx, pair, day));
    if (seen) return this.usedAlready(work, memberId, seen);

    const [{ packages, onDay }, covers] = await Promise.all([
      this.lockOnDay(work, pair, day),
      this.access.trainedFor(work.tx, work.actor, acting),
    ]);
    const decision = decideWorkout(packages, onDay, startedAt);
    switch (decision.kind) {
      case 'already_used_today':
      case 'undone_today':
        return this.notDeducted(work, decision.kind, { usage: decision.usage, packages });
      case 'not_counted':
        return this.notDeducted(work, decision.kind, { subscription: decision.from });
      case 'refuse':
        throw noPackage(decision);
      case 'take': {
        const deliveredBy = delivererOf(work.actor, decision.from, day, covers);
        const taking = { kind: 'automatic', day, reason: null, deliveredBy } as const;
        return { deducted: true, ...(await this.take(work, decision.from, taking)) };
      }
    }
  }

  /**
   * What `startWorkout` would come to if it were called now, and the packages that it would look
   * at; nothing is changed.
   */
  async previewWorkout(
    work: Pick<AuditedWork, 'tx' | 'actor' | 'at'>,
    memberId: number,
    coachId?: number,
  ): Promise<{ decision: WorkoutDecision; packages: readonly Package[] }> {
    const { tx, at } = work;
    const { pair } = await this.pairOf(work, memberId, coachId);
    const packages = await this.packages.find(tx, pair.memberId, pair.coachId);
    const day = studioDayOf(at, this.config.studioTimeZone);
    const onDay = await this.usages.findOnDay(tx, pair, day);
    return { decision: decideWorkout(packages, onDay, at), packages };
  }

  /**
   * Takes a session for a day that a person names; a further one of that day where they say so, and
   * why. Throws `already_used_on_date`, `day_full`, `package_not_found`, `package_voided`,
   * `not_counted`, `reason_code_unknown` or as `startWorkout`.
   */
  async addUsage(work: AuditedWork, memberId: number, input: AddUsageDto): Promise<UsageAnswerDto> {
    const { again = false, attendance = 'attended' } = input;
    if (again) requireReason(input);
    const why = this.reasons.of(input);
    const zone = this.config.studioTimeZone;
    const today = studioDayOf(work.at, zone);
    const day = requireUsageDay(input.usageDate ?? today, today);
    const usableAt = usableAtOn(day, work.at, zone);
    const { pair, acting } = await this.pairOf(work, memberId, input.coachId);
    requireCovered(acting.covers, day);

    const [{ packages, onDay }, covers] = await Promise.all([
      this.lockOnDay(work, pair, day),
      this.access.trainedFor(work.tx, work.actor, acting),
    ]);
    const named = this.namedPackage(packages, input.packageId);
    if (named) requireOpen(named);
    const considered = named ? [named] : packages;
    const ofPair = named ? onDay.filter(({ coachId }) => coachId === named.coachId) : onDay;
    if (!again && activeUsage(ofPair)) {
      throw new Problem('already_used_on_date', `A session is already used on ${day}.`);
    }
    const chosen = packageToUse(considered, usableAt);
    const ofChosen = onDay.filter(({ coachId }) => coachId === chosen.coachId);
    const slot = again ? requireSlot(day, ofChosen, true) : 1;
    const deliveredBy = delivererOf(work.actor, chosen, day, covers);
    return this.take(work, chosen, { kind: 'manual', day, slot, attendance, deliveredBy, ...why });
  }

  private async take(work: AuditedWork, chosen: Package, taking: Taking): Promise<UsageAnswerDto> {
    const change = this.ledger.takeSession(work, chosen, taking);
    return this.descriptions.ofChange(work, { package: chosen }, change);
  }

  /** The packages of a pair, kept from others, and its usages on a day. */
  private async lockOnDay(
    work: AuditedWork,
    pair: Pair,
    day: StudioDay,
  ): Promise<{ packages: Package[]; onDay: Usage[] }> {
    const [packages, onDay] = await Promise.all([
      this.packages.lock(work, pair.memberId, pair.coachId),
      this.usages.findOnDay(work.tx, pair, day),
    ]);
    // What PHP wrote came into our books with the lock, as a usage or as an entry.
    if (!work.hasWritten) return { packages, onDay };
    return { packages, onDay: await this.usages.findOnDay(work.tx, pair, day) };
  }

  private async usedAlready(
    work: AuditedWork,
    memberId: number,
    usage: Usage,
  ): Promise<WorkoutAnswerDto> {
    work.didNothing();
    const found = this.packages.find(work.tx, memberId);
    const answer = await this.descriptions.ofUsage(work, usage, found);
    return { deducted: false, reason: 'already_used_today', ...answer };
  }

  private async notDeducted(
    work: AuditedWork,
    reason: NoDeductionReason,
    found: { usage?: Usage; subscription?: Package; packages?: readonly Package[] },
  ): Promise<WorkoutAnswerDto> {
    const { usage, subscription } = found;
    work.didNothing();
    const about = subscription ?? found.packages?.find((one) => one.id === usage?.packageId);
    return {
      deducted: false,
      reason,
      ...(await this.descriptions.ofSome(work.tx, { usage, package: about }, work.at)),
    };
  }

  private async pairOf(
    { tx, actor }: Pick<AuditedWork, 'tx' | 'actor'>,
    memberId: number,
    named: number | undefined,
  ): Promise<{ pair: Pair; acting: Acting }> {
    const acting = await this.access.actingFor(tx, actor, memberId, named);
    const { coachId } = acting;
    return { pair: coachId === undefined ? { memberId } : { memberId, coachId }, acting };
  }

  private namedPackage(packages: readonly Package[], id: number | undefined): Package | undefined {
    if (id === undefined) return undefined;
    const named = packages.find((one) => one.id === id);
    if (!named) throw new Problem('package_not_found', `This member has no package ${id} there.`);
    return named;
  }
}

/** Throws `validation_failed` where neither own words nor a code say why. */
function requireReason({ reason, reasonCode }: AddUsageDto): void {
  if (reason !== undefined || reasonCode !== undefined) return;
  const message = 'Say by reason or reasonCode why the day has one more session.';
  throw validationProblem([fieldError('body', 'reason', message)]);
}
