import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Problem } from '../common/problem.js';
import { PackagesService } from '../packages/packages.service.js';
import { ApprovalActs } from './approval-acts.service.js';
import { ApprovalDescriptions } from './approval-descriptions.service.js';
import {
  type Act,
  type KeptState,
  packageOfAsker,
  requireLater,
  requireOpen,
} from './approval-request-rules.js';
import type { ApprovalRequest } from './approval-request.entity.js';
import { ApprovalRequestsRepository } from './approval-requests.repository.js';
import { toldOf } from './approval-requests.service.js';
import type { ApprovalRequestDto, ApprovedDto } from './dto/approval-request.dto.js';

/** Has the desk decide what coaches have asked for, once. */
@Injectable()
export class ApprovalDecisions {
  constructor(
    private readonly packages: PackagesService,
    private readonly requests: ApprovalRequestsRepository,
    private readonly acts: ApprovalActs,
    private readonly descriptions: ApprovalDescriptions,
  ) {}

  /**
   * Does what was asked for, as whoever approves it and by the rules of today; the request stays
   * open where these refuse it. Throws `approval_not_found`, `own_approval`, `approval_decided`,
   * `approval_over`, `asker_not_assigned`, `approval_outdated`, `package_not_found`, and whatever
   * the act throws.
   */
  async approve(
    work: AuditedWork,
    id: number,
    { note = null }: { readonly note?: string | null },
  ): Promise<ApprovedDto> {
    const { tx, at, actor } = work;
    const seen = await this.requests.find(tx, id);
    if (!seen) throw notFound(id);
    // The packages first, as everybody does.
    const packages = await this.packages.lock(work, seen.memberId);
    const request = await this.lock(work, id);
    if (request.createdBy === actor.id) {
      throw new Problem('own_approval', 'Somebody else has to approve what you asked for.');
    }
    requireOpen(request, at);
    const act = askedActOf(request);
    requireLater(act, packageOfAsker(packages, request), at);
    const done = await this.acts.perform(work, request.memberId, act, request);
    const doneUsageId = done.usage?.id ?? null;
    const approved = await this.decide(work, request, {
      ...{ state: 'approved', decisionReason: note, doneUsageId },
    });
    return { approval: approved, ...done };
  }

  /** Says no. Throws `approval_not_found`, `approval_decided` or `approval_over`. */
  async decline(work: AuditedWork, id: number, reason: string): Promise<ApprovalRequestDto> {
    const request = await this.lock(work, id);
    requireOpen(request, work.at);
    return this.decide(work, request, { state: 'declined', decisionReason: reason });
  }

  /** Takes one's own back. Throws as `decline` does; those of others are not found. */
  async withdraw(work: AuditedWork, id: number): Promise<ApprovalRequestDto> {
    const request = await this.lock(work, id);
    if (request.createdBy !== work.actor.id) throw notFound(id);
    requireOpen(request, work.at);
    return this.decide(work, request, { state: 'withdrawn', decisionReason: null });
  }

  private async lock({ tx }: AuditedWork, id: number): Promise<ApprovalRequest> {
    const request = await this.requests.lock(tx, id);
    if (!request) throw notFound(id);
    return request;
  }

  private async decide(
    work: AuditedWork,
    request: ApprovalRequest,
    decision: Decision,
  ): Promise<ApprovalRequestDto> {
    const { tx, at, actor } = work;
    const decided = { ...request, ...decision, decidedAt: at, decidedBy: actor.id };
    await this.requests.setDecided(tx, decided);
    const { memberId, createdBy: coachId, decisionReason: reason } = decided;
    work.did({ memberId, coachId, after: toldOf(decided), reason });
    return this.descriptions.ofOne(tx, decided, actor, at);
  }
}

/** How a request ends. */
interface Decision {
  readonly state: KeptState;
  readonly decisionReason: string | null;
  readonly doneUsageId?: number | null;
}

function askedActOf({ kind, packageId, usageId, adjustment, expiresAt }: ApprovalRequest): Act {
  if (kind === 'undo' && usageId !== null) return { kind, usageId };
  if (kind === 'adjustment' && adjustment !== null) return { kind, packageId, adjustment };
  if (kind === 'extension' && expiresAt !== null) return { kind, packageId, expiresAt };
  throw new Error(`a request of kind ${kind} does not say what was asked for`);
}

function notFound(id: number): Problem {
  return new Problem('approval_not_found', `There is no request ${id}.`);
}
