import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import type { Package } from './package.entity.js';

/** An entry of the history that is no usage and takes no day. */
export interface HistoryEntry {
  readonly at: Date;
  readonly kind: 'grant' | 'external';
  readonly amount: number;
  readonly balanceAfter: number;
  readonly reason: string | null;
  /** Who did it; null for programs. */
  readonly by: number | null;
}

/** Rows of the history that say what was sold, and what other programs did to a count. */
@Injectable()
export class HistoryEntriesRepository {
  /** Adds an entry to the history of a package, and gives its id. */
  async insert(tx: Tx, one: Package, entry: HistoryEntry): Promise<number> {
    const { insertId } = await tx.write(
      `INSERT INTO coach_session_usage
         (coach_member_id, member_id, coach_id, usage_date, created_at, adjustment_type,
          adjustment_amount, balance_after, reason, created_by, active_slot)
       VALUES (?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, NULL)`,
      [
        one.id,
        one.memberId,
        one.coachId,
        tx.times.toDb(entry.at),
        entry.kind,
        entry.amount,
        entry.balanceAfter,
        entry.reason,
        entry.by,
      ],
    );
    return insertId;
  }
}
