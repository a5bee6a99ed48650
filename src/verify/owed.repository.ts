import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import type { SettledSession } from './owed-rules.js';

/** Reads which owed sessions were settled, a part at a time. */
@Injectable()
export class OwedRepository {
  /** The highest id of an owed session; 0 where there is none. */
  async lastId(tx: Tx): Promise<number> {
    const row = await tx.row<{ last: number | string | null }>(
      'SELECT MAX(id) AS `last` FROM coach_owed_session',
    );
    return Number(row?.last ?? 0);
  }

  /** The next ones after an id that were settled, by rising id. */
  async settled(tx: Tx, after: number, size: number): Promise<SettledSession[]> {
    type Row = Omit<SettledSession, 'isCancelled'> & { readonly isCancelled: number };
    const rows = await tx.rows<Record<keyof Row, number | string | null>>(
      `SELECT o.id, o.member_id AS memberId, o.usage_date AS \`day\`,
              CASE WHEN o.cancelled_at IS NULL THEN 0 ELSE 1 END AS isCancelled,
              o.settled_usage_id AS usageId, u.member_id AS usageMemberId,
              u.usage_date AS usageDay,
              (SELECT COUNT(*) FROM coach_owed_session s
                WHERE s.member_id = o.member_id AND s.settled_usage_id = o.settled_usage_id)
                AS named
         FROM coach_owed_session o
         LEFT JOIN coach_usage_history u ON u.id = o.settled_usage_id
        WHERE o.id > ? AND o.settled_usage_id IS NOT NULL ORDER BY o.id LIMIT ${size}`,
      [after],
    );
    return rows.map((row) => ({
      ...{ id: Number(row.id), memberId: Number(row.memberId), day: String(row.day) },
      ...{ isCancelled: Number(row.isCancelled) > 0, usageId: Number(row.usageId) },
      usageMemberId: row.usageMemberId === null ? null : Number(row.usageMemberId),
      usageDay: row.usageDay === null ? null : String(row.usageDay),
      named: Number(row.named),
    }));
  }
}
