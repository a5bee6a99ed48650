import { Injectable } from '@nestjs/common';
import type { StudioDay } from '../common/studio-day.js';
import type { DbInstant } from '../database/instants.js';
import type { SharedTimes } from '../database/shared-times.js';
import { placeholders, type Tx } from '../database/tx.js';
import { type MemberSums, NO_TOTALS, sumOf } from './totals-rules.js';
import {
  IS_ACTIVE_USAGE,
  IS_CORRECTION,
  IS_UNRECONCILED,
  IS_USAGE,
  TAKES_DAY,
} from './usage-sql.js';

/** What members' histories add up to. */
@Injectable()
export class MemberTotalsRepository {
  /** Totals by member id, of all packages or of those with one coach. */
  async find(
    tx: Tx,
    memberIds: readonly number[],
    today: StudioDay,
    coachId?: number,
  ): Promise<Map<number, MemberSums>> {
    if (memberIds.length === 0) return new Map();
    const of = (owner: 'u' | 'p') => {
      const ofCoach = coachId === undefined ? '' : ` AND ${owner}.coach_id = ?`;
      return `${owner}.member_id IN (${placeholders(memberIds)})${ofCoach}`;
    };
    const values = [today, ...memberIds, ...(coachId === undefined ? [] : [coachId])];
    // Rows that the legacy system has just written are known by their package alone.
    const rows = await tx.rows<RawTotals>(
      `SELECT u.member_id, ${SUMS}
         FROM coach_usage_history u WHERE ${of('u')} GROUP BY u.member_id
        UNION ALL
       SELECT p.member_id, ${SUMS}
         FROM coach_member_list p JOIN coach_usage_history u ON u.coach_member_id = p.id
        WHERE ${of('p')} AND ${IS_UNRECONCILED} GROUP BY p.member_id`,
      [...values, ...values],
    );
    const totals = new Map<number, MemberSums>();
    for (const row of rows) {
      const earlier = totals.get(row.member_id) ?? NO_TOTALS;
      totals.set(row.member_id, sumOf(earlier, totalsOf(row, tx.times)));
    }
    return totals;
  }
}

/** What rows of `coach_usage_history u` add up to, with the studio day `?` for today. */
export const SUMS = `COUNT(CASE WHEN ${IS_USAGE} THEN 1 END) AS usages,
  COUNT(CASE WHEN ${IS_ACTIVE_USAGE} THEN 1 END) AS active_usages,
  SUM(CASE WHEN ${IS_CORRECTION} THEN u.adjustment_amount ELSE 0 END) AS adjustments,
  COUNT(CASE WHEN u.usage_date = ? AND ${TAKES_DAY} THEN 1 END) AS used_today,
  MAX(CASE WHEN u.undone_at > u.created_at THEN u.undone_at ELSE u.created_at END)
    AS last_activity_at`;

/** Sums and counts arrive as text from the server database. */
export interface RawTotals {
  member_id: number;
  usages: number | string;
  active_usages: number | string;
  adjustments: number | string;
  used_today: number | string;
  last_activity_at: DbInstant;
}

/** The sums as the rules know them. */
export function totalsOf(row: RawTotals, times: SharedTimes): MemberSums {
  const usages = Number(row.usages);
  const activeUsages = Number(row.active_usages);
  return {
    usages,
    activeUsages,
    undoneUsages: usages - activeUsages,
    adjustments: Number(row.adjustments),
    usedToday: Number(row.used_today) > 0,
    lastActivityAt: times.madeAt(row.last_activity_at),
  };
}
