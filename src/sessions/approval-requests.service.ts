import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import type { Person } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { DEFAULT_LIMIT, type Page, pageOf, readCursor } from '../common/page.js';
import { Problem } from '../common/problem.js';
import type { Why } from '../common/why.js';
import { Config } from '../config/config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { daysExtended } from '../packages/coach-limit-rules.js';
import { MemberAccess } from '../packages/member-access.js';
import type { Package } from '../packages/package-rules.js';
import { PackagesService } from '../packages/packages.service.js';
import type { Usage } from '../packages/usage.entity.js';
import { Reasons } from '../settings/reasons.service.js';
import { ApprovalActs } from './approval-acts.service.js';
import { ApprovalDescriptions } from './approval-descriptions.service.js';
import {
  type Act,
  actOf,
  DECIDABLE_MS,
  requireAskable,
  requirePossible,
} from './approval-request-rules.js';
import type { ApprovalRequest } from './approval-request.entity.js';
import { ApprovalRequestsRepository } from './approval-requests.repository.js';
import type {
  ApprovalQueryDto,
  ApprovalRequestDto,
  AskApprovalDto,
} from './dto/approval-request.dto.js';
import { UsagesRepository } from './usages.repository.js';

/** What an act is about. */
interface Thing {
  readonly one: Package;
  readonly usage?: Usage;
}

/** Takes what coaches ask for where they may not do it alone, and lists that. */
@Injectable()
export class ApprovalRequests {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MemberAccess,
    private readonly packages: PackagesService,
    private readonly usages: UsagesRepository,
    private readonly requests: ApprovalRequestsRepository,
    private readonly acts: ApprovalActs,
    private readonly descriptions: ApprovalDescriptions,
    private readonly reasons: Reasons,
  ) {}

  /** Newest first; coaches see their own, about members to whom they are assigned. */
  async list(
    person: Person,
    { state, memberId, cursor, limit = DEFAULT_LIMIT }: ApprovalQueryDto,
  ): Promise<Page<ApprovalRequestDto>> {
    const at = this.clock.now();
    const [before] = readCursor<[number]>(cursor, ['number']) ?? [];
    const since = new Date(at.getTime() - DECIDABLE_MS);
    const coachId = this.access.coachScopeOf(person);
    const filter = { state, memberId, coachId, since, before, limit: limit + 1 };
    return this.unitOfWork.read(async (tx) => {
      const page = pageOf(await this.requests.list(tx, filter), limit, ({ id }) => [id]);
      return { ...page, data: await this.descriptions.of(tx, page.data, person, at) };
    });
  }

  /**
   * Asks the desk for what the coach may not do alone. Throws `approval_not_needed`,
   * `already_asked`, `approval_limit`, `validation_failed`, `reason_code_unknown`, and whatever the
   * act itself throws besides `approval_required`.
   */
  async ask(
    work: AuditedWork,
    memberId: number,
    input: AskApprovalDto,
  ): Promise<ApprovalRequestDto> {
    const { tx, at, actor } = work;
    if (actor.id === null) throw new Problem('forbidden', 'Only people can ask.');
    const why = this.reasons.of(input);
    const act = actOf(input, at);
    await this.requireNeeded(work, memberId, act, why);
    const thing = await this.thingOf(work, memberId, act);
    requirePossible(act, thing.one);
    await this.access.lockCoach(tx, actor.id);
    const about = { ...columnsOf(act, thing, this.config.studioTimeZone), memberId, ...why };
    const asked = { ...about, createdAt: at, createdBy: actor.id };
    const since = new Date(at.getTime() - DECIDABLE_MS);
    requireAskable(await this.requests.countOpen(tx, asked, since));
    const undecided = { decidedAt: null, decidedBy: null, decisionReason: null, doneUsageId: null };
    const one = await this.requests.insert(tx, { ...asked, state: 'open', ...undecided });
    work.did({ memberId, coachId: actor.id, after: toldOf(one), ...why });
    return this.descriptions.ofOne(tx, one, actor, at);
  }

  /**
   * Tries the act as the coach, so that what is asked for is what would be refused. Where nothing
   * refuses it, what it did is rolled back with the request.
   */
  private async requireNeeded(
    work: AuditedWork,
    memberId: number,
    act: Act,
    why: Why,
  ): Promise<void> {
    try {
      await this.acts.perform(work, memberId, act, why);
    } catch (error) {
      if (error instanceof Problem && error.code === 'approval_required') return;
      throw error;
    }
    const detail = 'You may do this yourself: nobody need be asked.';
    throw new Problem('approval_not_needed', detail);
  }

  /** Behind the lock that the act has taken. */
  private async thingOf({ tx }: AuditedWork, memberId: number, act: Act): Promise<Thing> {
    const usage = act.kind === 'undo' ? await this.usages.findById(tx, act.usageId) : undefined;
    const packageId = act.kind === 'undo' ? usage?.packageId : act.packageId;
    const packages = await this.packages.find(tx, memberId);
    const one = packages.find(({ id }) => id === packageId);
    if (!one) throw new Problem('package_not_found', 'This member has no such package.');
    return usage ? { one, usage } : { one };
  }
}

/**
 * What a request is about, in the words of the log. Rows that are of a package tell of its books;
 * these do not, and name it here.
 */
export function toldOf(one: ApprovalRequest): object {
  const { id: approvalId, kind: asked, packageId, adjustment, usageDate, expiresAt, days } = one;
  const usageId = one.doneUsageId ?? one.usageId;
  return {
    ...{ approvalId, asked, packageId },
    ...(usageId === null ? {} : { usageId }),
    ...(adjustment === null ? {} : { adjustment }),
    ...(usageDate === null ? {} : { usageDate }),
    ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString(), days }),
  };
}

type Columns = Pick<
  ApprovalRequest,
  'kind' | 'packageId' | 'usageId' | 'usageDate' | 'adjustment' | 'expiresAt' | 'days'
>;

function columnsOf(act: Act, { one, usage }: Thing, timeZone: string): Columns {
  const isExtension = act.kind === 'extension';
  const ends = isExtension && {
    before: { expiresAt: one.expiresAt?.toISOString() ?? null },
    after: { expiresAt: act.expiresAt.toISOString() },
  };
  return {
    kind: act.kind,
    packageId: one.id,
    usageId: usage?.id ?? null,
    usageDate: usage?.usageDate ?? null,
    adjustment: act.kind === 'adjustment' ? act.adjustment : null,
    expiresAt: isExtension ? act.expiresAt : null,
    days: ends ? daysExtended(ends, timeZone) : null,
  };
}
