import { Injectable } from '@nestjs/common';
import type { StudioDay } from '../common/studio-day.js';
import type { Tx } from '../database/tx.js';
import { MemberTotalsRepository } from './member-totals.repository.js';
import type { MemberSums } from './totals-rules.js';

/** What members' histories add up to, for whoever describes members. */
@Injectable()
export class MemberTotals {
  constructor(private readonly totals: MemberTotalsRepository) {}

  /** Sums by member id, of all packages or of those with one coach; who has none is left out. */
  async of(
    tx: Tx,
    memberIds: readonly number[],
    today: StudioDay,
    coachId?: number,
  ): Promise<Map<number, MemberSums>> {
    return this.totals.find(tx, memberIds, today, coachId);
  }
}
