import { Injectable } from '@nestjs/common';
import { NamesService } from '../audit/names.service.js';
import type { Tx } from '../database/tx.js';
import type { OwedSessionDto } from './dto/owed.dto.js';
import type { OwedSession } from './owed-session.entity.js';

/** Turns owed sessions into what answers show, with the names of people. */
@Injectable()
export class OwedDescriptions {
  constructor(private readonly names: NamesService) {}

  /** In their order, with one query for all names. */
  async of(tx: Tx, owed: readonly OwedSession[]): Promise<OwedSessionDto[]> {
    const people = owed.flatMap((one) => [
      ...[one.coachId, one.createdBy, one.cancelledBy, one.deliveredBy],
    ]);
    const names = await this.names.of(tx, people);
    const personOf = (id: number | null) => (id === null ? null : (names.get(id) ?? null));
    return owed.map((one) => ({
      id: one.id,
      memberId: one.memberId,
      coachId: one.coachId,
      coachName: names.get(one.coachId)?.name ?? '',
      usageDate: one.usageDate,
      attendance: one.attendance ?? 'attended',
      reason: one.reason,
      reasonCode: one.reasonCode,
      createdAt: one.createdAt.toISOString(),
      createdBy: personOf(one.createdBy),
      deliveredBy: personOf(one.deliveredBy),
      cancelled: one.cancelledAt && {
        at: one.cancelledAt.toISOString(),
        by: personOf(one.cancelledBy),
        reason: one.cancelReason,
        reasonCode: one.cancelReasonCode,
      },
    }));
  }

  /** As `of`, for one. */
  async ofOne(tx: Tx, owed: OwedSession): Promise<OwedSessionDto> {
    const [described] = await this.of(tx, [owed]);
    if (!described) throw new Error('one session is described as none');
    return described;
  }
}
