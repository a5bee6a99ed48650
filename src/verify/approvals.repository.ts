import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import type { ApprovedRequest } from './approval-rules.js';

type Row = Omit<ApprovedRequest, 'kind'>;

/** Reads which requests were approved, a part at a time. */
@Injectable()
export class ApprovalsRepository {
  /** The highest id of a request; 0 where there is none. */
  async lastId(tx: Tx): Promise<number> {
    const row = await tx.row<{ last: number | string | null }>(
      'SELECT MAX(id) AS `last` FROM coach_approval',
    );
    return Number(row?.last ?? 0);
  }

  /** The next ones after an id that were approved, by rising id. */
  async approved(tx: Tx, after: number, size: number): Promise<ApprovedRequest[]> {
    const rows = await tx.rows<Record<keyof Row, number | string | null> & { kind: string }>(
      `SELECT r.id, r.kind, r.member_id AS memberId, r.package_id AS packageId, r.adjustment,
              r.usage_id AS usageId, r.done_usage_id AS doneUsageId,
              u.coach_member_id AS rowPackageId, u.adjustment_amount AS rowAdjustment,
              CASE WHEN u.undone_at IS NULL THEN 0 ELSE 1 END AS isUndone,
              (SELECT COUNT(*) FROM coach_approval s
                WHERE s.member_id = r.member_id AND s.done_usage_id = r.done_usage_id) AS named
         FROM coach_approval r LEFT JOIN coach_usage_history u ON u.id = r.done_usage_id
        WHERE r.id > ? AND r.state = 'approved' ORDER BY r.id LIMIT ${size}`,
      [after],
    );
    const numberOf = (value: number | string | null) => (value === null ? null : Number(value));
    return rows.map((row) => ({
      ...{ id: Number(row.id), kind: row.kind, memberId: Number(row.memberId) },
      ...{ packageId: Number(row.packageId), adjustment: numberOf(row.adjustment) },
      ...{ usageId: numberOf(row.usageId), doneUsageId: numberOf(row.doneUsageId) },
      rowPackageId: numberOf(row.rowPackageId),
      rowAdjustment: numberOf(row.rowAdjustment),
      ...{ isUndone: Number(row.isUndone) > 0, named: Number(row.named) },
    }));
  }
}
