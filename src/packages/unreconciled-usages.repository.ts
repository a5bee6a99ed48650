import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import type { UnreconciledUsage, HistorySums } from './reconciliation-rules.js';
import type { Package } from './package.entity.js';
import { IS_ACTIVE_USAGE, IS_CORRECTION, IS_UNRECONCILED } from './usage-sql.js';

/** Reads the rows of the history that PHP has written. */
@Injectable()
export class UnreconciledUsagesRepository {
  /** What the history of a package adds up to. */
  async sums(tx: Tx, packageId: number): Promise<HistorySums> {
    const row = await tx.row<Record<keyof HistorySums, number | string>>(
      `SELECT COUNT(CASE WHEN ${IS_ACTIVE_USAGE} THEN 1 END) AS activeUsages,
              COALESCE(SUM(CASE WHEN ${IS_CORRECTION} THEN u.adjustment_amount END), 0)
                AS adjustments
         FROM coach_usage_history u WHERE u.coach_member_id = ?`,
      [packageId],
    );
    return {
      activeUsages: Number(row?.activeUsages ?? 0),
      adjustments: Number(row?.adjustments ?? 0),
    };
  }

  /** How many rows of all packages are not in our books yet, counted up to `limit`. */
  async count(tx: Tx, limit: number): Promise<number> {
    const row = await tx.row<{ n: number | string }>(
      `SELECT COUNT(*) AS n FROM
         (SELECT 1 FROM coach_usage_history u WHERE ${IS_UNRECONCILED} LIMIT ${limit}) rest`,
    );
    return Number(row?.n ?? 0);
  }

  /** The rows of a package that are not in our books yet, in the order of being written. */
  async find(tx: Tx, one: Package): Promise<UnreconciledUsage[]> {
    const rows = await tx.rows<{ id: number; isActive: number; isDayTaken: number }>(
      `SELECT u.id,
              CASE WHEN ${IS_ACTIVE_USAGE} THEN 1 ELSE 0 END AS isActive,
              EXISTS (SELECT 1 FROM coach_usage_history taken
                       WHERE taken.member_id = ? AND taken.coach_id = ?
                         AND taken.usage_date = u.usage_date AND taken.active_slot IS NOT NULL)
                AS isDayTaken
         FROM coach_usage_history u
        WHERE u.coach_member_id = ? AND ${IS_UNRECONCILED} ORDER BY u.id`,
      [one.memberId, one.coachId, one.id],
    );
    return rows.map(({ id, isActive, isDayTaken }) => {
      return { id, isActive: isActive > 0, isDayTaken: isDayTaken > 0 };
    });
  }
}
