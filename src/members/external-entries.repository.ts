import { Injectable } from '@nestjs/common';
import { TryAgain, type Tx } from '../database/tx.js';
import type { ForeignUsage, HistorySums } from './external-rules.js';
import type { Package } from './package.entity.js';

/** Rows of the history that another program has written. */
@Injectable()
export class ExternalEntriesRepository {
  /** What the history of a package adds up to. */
  async sums(tx: Tx, packageId: number): Promise<HistorySums> {
    const row = await tx.row<Record<keyof HistorySums, number | string>>(
      `SELECT COUNT(CASE WHEN adjustment_type IN ('automatic', 'manual')
                          AND undone_at IS NULL THEN 1 END) AS activeUsages,
              COALESCE(SUM(CASE WHEN adjustment_type IN ('adjustment', 'external')
                                THEN adjustment_amount END), 0) AS adjustments
         FROM coach_session_usage WHERE coach_member_id = ?`,
      [packageId],
    );
    return {
      activeUsages: Number(row?.activeUsages ?? 0),
      adjustments: Number(row?.adjustments ?? 0),
    };
  }

  /** Frees the days of our usages that another program has marked as undone by itself. */
  async freeUndoneDays(tx: Tx, packageId: number): Promise<void> {
    await tx.write(
      `UPDATE coach_session_usage SET active_slot = NULL
        WHERE coach_member_id = ? AND member_id IS NOT NULL AND undone_at IS NOT NULL
          AND active_slot = 1`,
      [packageId],
    );
  }

  /** The rows of a package that are not in our books yet, in the order of being written. */
  async foreignUsages(tx: Tx, one: Package): Promise<ForeignUsage[]> {
    const rows = await tx.rows<{ id: number; isCounted: number; isDayTaken: number }>(
      `SELECT u.id,
              CASE WHEN u.adjustment_type IN ('automatic', 'manual') AND u.undone_at IS NULL
                   THEN 1 ELSE 0 END AS isCounted,
              EXISTS (SELECT 1 FROM coach_session_usage taken
                       WHERE taken.member_id = ? AND taken.coach_id = ?
                         AND taken.usage_date = u.usage_date AND taken.active_slot = 1)
                AS isDayTaken
         FROM coach_session_usage u
        WHERE u.coach_member_id = ? AND u.member_id IS NULL ORDER BY u.id`,
      [one.memberId, one.coachId, one.id],
    );
    return rows.map(({ id, isCounted, isDayTaken }) => {
      return { id, isCounted: isCounted > 0, isDayTaken: isDayTaken > 0 };
    });
  }

  /**
   * Takes a foreign row into the books; rows from before them have no balance of their own. Starts
   * over where the pair's session of that day is taken at the same moment.
   */
  async claim(tx: Tx, id: number, one: Package, balanceAfter: number | null): Promise<void> {
    try {
      await tx.write(
        `UPDATE coach_session_usage
            SET member_id = ?, coach_id = ?, balance_after = ?,
                active_slot = CASE WHEN undone_at IS NULL
                                    AND adjustment_type IN ('automatic', 'manual') THEN 1 END
          WHERE id = ?`,
        [one.memberId, one.coachId, balanceAfter, id],
      );
    } catch (error) {
      throw tx.isDuplicate(error) ? new TryAgain('the day was taken meanwhile') : error;
    }
  }

  /** As `claim`, for a second session of a day: it is an entry, and no usage that takes the day. */
  async claimAsExternal(
    tx: Tx,
    id: number,
    one: Package,
    entry: { balanceAfter: number | null; amount: number; reason: string },
  ): Promise<void> {
    await tx.write(
      `UPDATE coach_session_usage
          SET member_id = ?, coach_id = ?, balance_after = ?, adjustment_type = 'external',
              adjustment_amount = ?, reason = ?, active_slot = NULL
        WHERE id = ?`,
      [one.memberId, one.coachId, entry.balanceAfter, entry.amount, entry.reason, id],
    );
  }
}
