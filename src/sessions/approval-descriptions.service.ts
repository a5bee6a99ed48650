import { Injectable } from '@nestjs/common';
import { NamesService } from '../audit/names.service.js';
import type { Actor } from '../common/actor.js';
import type { Tx } from '../database/tx.js';
import { VisiblePackages } from '../packages/visible-packages.service.js';
import { decidableUntil, requestStateOf } from './approval-request-rules.js';
import type { ApprovalRequest } from './approval-request.entity.js';
import type { ApprovalRequestDto } from './dto/approval-request.dto.js';

/** Turns requests into what answers show, with the names of people and the packages as they are. */
@Injectable()
export class ApprovalDescriptions {
  constructor(
    private readonly names: NamesService,
    private readonly visible: VisiblePackages,
  ) {}

  /** In their order; coaches see the packages with themselves. */
  async of(
    tx: Tx,
    requests: readonly ApprovalRequest[],
    { id, role }: Actor,
    at: Date,
  ): Promise<ApprovalRequestDto[]> {
    const scope = role === 'coach' ? { coachId: id } : {};
    const packageIds = [...new Set(requests.map(({ packageId }) => packageId))];
    const people = requests.flatMap((one) => [one.memberId, one.createdBy, one.decidedBy]);
    const [packages, names] = await Promise.all([
      this.visible.describe(tx, scope, packageIds, at),
      this.names.of(tx, people),
    ]);
    const personOf = (person: number | null) =>
      person === null ? null : (names.get(person) ?? null);
    return requests.map((one) => ({
      ...{ id: one.id, kind: one.kind, state: requestStateOf(one, at) },
      ...{ memberId: one.memberId, memberName: names.get(one.memberId)?.name ?? '' },
      package: packages.find((any) => any.id === one.packageId) ?? null,
      ...{ adjustment: one.adjustment, usageId: one.usageId, usageDate: one.usageDate },
      ...{ expiresAt: one.expiresAt?.toISOString() ?? null, days: one.days },
      ...{ reason: one.reason, reasonCode: one.reasonCode },
      ...{ askedAt: one.createdAt.toISOString(), askedBy: personOf(one.createdBy) },
      until: decidableUntil(one).toISOString(),
      decided: one.decidedAt && {
        at: one.decidedAt.toISOString(),
        by: personOf(one.decidedBy),
        reason: one.decisionReason,
      },
      doneUsageId: one.doneUsageId,
    }));
  }

  /** As `of`, for one. */
  async ofOne(tx: Tx, one: ApprovalRequest, actor: Actor, at: Date): Promise<ApprovalRequestDto> {
    const [described] = await this.of(tx, [one], actor, at);
    if (!described) throw new Error('one request is described as none');
    return described;
  }
}
