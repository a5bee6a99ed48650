import { Injectable } from '@nestjs/common';
import { placeholders, type Tx } from '../database/tx.js';
import type { TransferSums } from './transfer-rules.js';

/** Reads what is said of transfers, a part at a time. */
@Injectable()
export class TransferSumsRepository {
  /** The next packages after an id of which sessions went, or that others name; by rising id. */
  async next(tx: Tx, after: number, size: number): Promise<TransferSums[]> {
    const packages = await tx.rows<Pick<TransferSums, 'id' | 'said'>>(
      `SELECT p.id, p.transferred_sessions AS said FROM coach_member_list p
        WHERE p.id > ? AND (p.transferred_sessions IS NOT NULL
          OR p.id IN (SELECT s.source_package_id FROM coach_member_list s
                       WHERE s.source_package_id IS NOT NULL))
        ORDER BY p.id LIMIT ${size}`,
      [after],
    );
    if (packages.length === 0) return [];
    const ids = packages.map(({ id }) => id);
    const gone = byId(
      await tx.rows<RawSums>(
        `SELECT u.coach_member_id AS id, -SUM(u.adjustment_amount) AS \`all\`,
                -SUM(CASE WHEN g.id IS NULL THEN 0 ELSE u.adjustment_amount END) AS traced
           FROM coach_usage_history u
           LEFT JOIN coach_usage_history g
             ON g.id = u.replaced_by_id AND g.replaced_by_id = u.id
          WHERE u.coach_member_id IN (${placeholders(ids)}) AND u.adjustment_type = 'transfer'
          GROUP BY u.coach_member_id`,
        ids,
      ),
    );
    const came = byId(
      await tx.rows<RawSums>(
        `SELECT s.source_package_id AS id, SUM(s.granted_sessions) AS \`all\`
           FROM coach_member_list s WHERE s.source_package_id IN (${placeholders(ids)})
          GROUP BY s.source_package_id`,
        ids,
      ),
    );
    return packages.map(({ id, said }) => ({
      ...{ id, said },
      left: Number(gone.get(id)?.all ?? 0),
      traced: Number(gone.get(id)?.traced ?? 0),
      arrived: Number(came.get(id)?.all ?? 0),
    }));
  }
}

interface RawSums {
  readonly id: number;
  readonly all: number | string | null;
  readonly traced?: number | string | null;
}

function byId(rows: readonly RawSums[]): ReadonlyMap<number, RawSums> {
  return new Map(rows.map((row) => [row.id, row]));
}
