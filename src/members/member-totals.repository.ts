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
    const of = (owner: 'u' | 'p') => {
      const ofCoach = coachId === undefined ? '' : ` AND ${owner}.coach_id = ?`;
      return `${owner}.member_id IN (${placeholders(memberIds)})${ofCoach}`;
    };
    const values = [today, ...memberIds, ...(coachId === undefined ? [] : [coachId])];
    // Rows that the legacy system has just written are known by their package alone.
    const rows = await tx.rows<RawTotals>(
      `SELECT u.member_id, ${SUMS}
         FROM coach_session_usage u WHERE ${of('u')} GROUP BY u.member_id
        UNION ALL
       SELECT p.member_id, ${SUMS}
         FROM coach_member_list p JOIN coach_session_usage u ON u.coach_member_id = p.id
        WHERE ${of('p')} AND u.member_id IS NULL GROUP BY p.member_id`,
      [...values, ...values],
    );
    const totals = new Map<number, MemberTotals>();
    for (const row of rows) {
      const earlier = totals.get(row.member_id) ?? NO_TOTALS;
      totals.set(row.member_id, sumOf(earlier, totalsOf(row, tx.times)));
    }
    return totals;
  }
}

const SUMS = `COUNT(CASE WHEN u.adjustment_type IN ('automatic', 'manual') THEN 1 END) AS usages,
  COUNT(CASE WHEN u.adjustment_type IN ('automatic', 'manual')
              AND u.undone_at IS NULL THEN 1 END) AS active_usages,
  SUM(CASE WHEN u.adjustment_type IN ('adjustment', 'external')
           THEN u.adjustment_amount ELSE 0 END) AS adjustments,
  COUNT(CASE WHEN u.usage_date = ? AND u.active_slot = 1 THEN 1 END) AS used_today,
  MAX(CASE WHEN u.undone_at > u.created_at THEN u.undone_at ELSE u.created_at END)
    AS last_activity_at`;

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
    lastActivityAt: times.madeAt(row.last_activity_at),
  };
}

function sumOf(a: MemberTotals, b: MemberTotals): MemberTotals {
  const [earlier, later] = [a.lastActivityAt, b.lastActivityAt];
  return {
    usages: a.usages + b.usages,
    activeUsages: a.activeUsages + b.activeUsages,
    undoneUsages: a.undoneUsages + b.undoneUsages,
    adjustments: a.adjustments + b.adjustments,
    usedToday: a.usedToday || b.usedToday,
    lastActivityAt: earlier && later && earlier > later ? earlier : (later ?? earlier),
  };
}
