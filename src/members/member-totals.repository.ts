import { Injectable } from '@nestjs/common';
import type { StudioDay } from '../common/studio-day.js';
import type { DbInstant } from '../database/instants.js';
import type { SharedTimes } from '../database/shared-times.js';
import { placeholders, type Tx } from '../database/tx.js';

/** What the history of a member adds up to. */
export interface MemberTotals {
  readonly usages: number;
  readonly activeUsages: number;
  readonly undoneUsages: number;
  readonly adjustments: number;
  readonly usedToday: boolean;
  readonly lastActivityAt: Date | null;
}

export const NO_TOTALS: MemberTotals = {
  usages: 0,
  activeUsages: 0,
  undoneUsages: 0,
  adjustments: 0,
  usedToday: false,
  lastActivityAt: null,
};

/** What members' histories add up to. */
@Injectable()
export class MemberTotalsRepository {
  /** Totals by member id, of all packages or of those with one coach. */
  async find(
    tx: Tx,
    memberIds: readonly number[],
    today: StudioDay,
    coachId?: number,
  ): Promise<Map<number, MemberTotals>> {
    if (memberIds.length === 0) return new Map();
    const ofCoach = coachId === undefined ? '' : 'AND coach_id = ?';
    const rows = await tx.rows<RawTotals>(
      `SELECT member_id,
              COUNT(CASE WHEN adjustment_type IN ('automatic', 'manual') THEN 1 END) AS usages,
              COUNT(CASE WHEN adjustment_type IN ('automatic', 'manual')
                          AND undone_at IS NULL THEN 1 END) AS active_usages,
              SUM(CASE WHEN adjustment_type IN ('adjustment', 'external')
                       THEN adjustment_amount ELSE 0 END) AS adjustments,
              COUNT(CASE WHEN usage_date = ? AND active_slot = 1 THEN 1 END) AS used_today,
              MAX(CASE WHEN undone_at > created_at THEN undone_at ELSE created_at END)
                AS last_activity_at
         FROM coach_session_usage
        WHERE member_id IN (${placeholders(memberIds)}) ${ofCoach}
        GROUP BY member_id`,
      [today, ...memberIds, ...(coachId === undefined ? [] : [coachId])],
    );
    return new Map(rows.map((row) => [row.member_id, totalsOf(row, tx.times)]));
  }
}

/** Sums and counts arrive as text from the server database. */
interface RawTotals {
  member_id: number;
  usages: number | string;
  active_usages: number | string;
  adjustments: number | string;
  used_today: number | string;
  last_activity_at: DbInstant;
}

function totalsOf(row: RawTotals, times: SharedTimes): MemberTotals {
  const usages = Number(row.usages);
  const activeUsages = Number(row.active_usages);
  return {
    usages,
    activeUsages,
    undoneUsages: usages - activeUsages,
    adjustments: Number(row.adjustments),
    usedToday: Number(row.used_today) > 0,
    lastActivityAt: times.fromDb(row.last_activity_at),
  };
}
