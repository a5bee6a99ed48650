import { Injectable } from '@nestjs/common';
import type { Why } from '../common/why.js';
import { insertInto } from '../database/entity-sql.js';
import { TryAgain, type Tx, type Written } from '../database/tx.js';
import type { Package } from './package.entity.js';
import { type Attendance, Usage } from './usage.entity.js';
import { IS_ACTIVE_USAGE, IS_UNDONE_BY_PHP } from './usage-sql.js';

/** When a usage was given back, by whom and why. `by` is null for programs. */
export interface Undone extends Why {
  readonly at: Date;
  readonly by: number | null;
}

/**
 * The only writer of history rows, those of `coach_usage_history`; only `Ledger`, `TransferLedger`
 * and `Reconciliation` use it. No row is ever deleted. Outside the product, adoption writes such
 * rows once (`migrations/adoption`), and PHP does.
 */
@Injectable()
export class HistoryRepository {
  /** Inserts a row. If PHP takes the day at the same moment, the work starts over. */
  async insert(tx: Tx, row: Omit<Usage, 'id'>): Promise<Usage> {
    const { sql, values } = insertInto(Usage, [row], tx.times);
    const { insertId } = await orTryAgain(tx, () => tx.write(sql, values));
    return { ...row, id: insertId };
  }

  /** Marks a usage as undone; false where it was undone already. */
  async markUndone(tx: Tx, id: number, undone: Undone): Promise<boolean> {
    const { at, by, reason, reasonCode } = undone;
    const { affected } = await tx.write(
      `UPDATE coach_usage_history
          SET undone_at = ?, undone_by = ?, undo_reason = ?, undo_reason_code = ?,
              active_slot = NULL, hidden_from_php = 1
        WHERE id = ? AND undone_at IS NULL`,
      [tx.times.toDb(at), by, reason, reasonCode, id],
    );
    return affected === 1;
  }

  /** Says whether the member came; null where they did. */
  async setAttendance(tx: Tx, id: number, attendance: Attendance | null): Promise<void> {
    const sql = 'UPDATE coach_usage_history SET attended_as = ? WHERE id = ?';
    await tx.write(sql, [attendance, id]);
  }

  /** Says which usage took the place of an undone one. */
  async setReplacedBy(tx: Tx, id: number, replacedById: number): Promise<void> {
    const sql = 'UPDATE coach_usage_history SET replaced_by_id = ? WHERE id = ?';
    await tx.write(sql, [replacedById, id]);
  }

  /** Frees the days of our usages that PHP has marked as undone; says if there were any. */
  async freeUndoneDays(tx: Tx, packageId: number): Promise<boolean> {
    const { affected } = await tx.write(
      `UPDATE coach_usage_history AS u SET active_slot = NULL
        WHERE u.coach_member_id = ? AND ${IS_UNDONE_BY_PHP}`,
      [packageId],
    );
    return affected > 0;
  }

  /**
   * Takes an unreconciled row into the books; rows from before them have no balance of their own.
   * Starts over where the pair's session of that day is taken at the same moment.
   */
  async claim(tx: Tx, id: number, one: Package, balanceAfter: number | null): Promise<void> {
    await orTryAgain(tx, () =>
      tx.write(
        `UPDATE coach_usage_history AS u
            SET member_id = ?, coach_id = ?, balance_after = ?,
                active_slot = CASE WHEN ${IS_ACTIVE_USAGE} THEN 1 END
          WHERE u.id = ?`,
        [one.memberId, one.coachId, balanceAfter, id],
      ),
    );
  }

  /** As `claim`, for a second session of a day: it is an entry, and no usage that takes the day. */
  async claimAsExternal(
    tx: Tx,
    id: number,
    one: Package,
    entry: { balanceAfter: number | null; amount: number; reason: string },
  ): Promise<void> {
    await tx.write(
      `UPDATE coach_usage_history
          SET member_id = ?, coach_id = ?, balance_after = ?, adjustment_type = 'external',
              adjustment_amount = ?, reason = ?, active_slot = NULL
        WHERE id = ?`,
      [one.memberId, one.coachId, entry.balanceAfter, entry.amount, entry.reason, id],
    );
  }
}

async function orTryAgain(tx: Tx, write: () => Promise<Written>): Promise<Written> {
  try {
    return await write();
  } catch (error) {
    throw tx.isDuplicate(error) ? new TryAgain('the day was taken meanwhile') : error;
  }
}
