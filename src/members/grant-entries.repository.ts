import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import type { Package } from './package.entity.js';

/** Rows of the history that say how many sessions were sold. */
@Injectable()
export class GrantEntriesRepository {
  /** Notes in the history that sessions were granted; it is no usage and takes no day. */
  async insert(
    tx: Tx,
    one: Package,
    entry: { at: Date; by: number | null; reason: string | null },
  ): Promise<number> {
    const { insertId } = await tx.write(
      `INSERT INTO coach_session_usage
         (coach_member_id, member_id, coach_id, usage_date, created_at, adjustment_type,
          adjustment_amount, balance_after, reason, created_by, active_slot)
       VALUES (?, ?, ?, NULL, ?, 'grant', ?, ?, ?, ?, NULL)`,
      [
        one.id,
        one.memberId,
        one.coachId,
        tx.times.toDb(entry.at),
        one.granted,
        one.granted,
        entry.reason,
        entry.by,
      ],
    );
    return insertId;
  }
}
