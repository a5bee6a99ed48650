import { Injectable } from '@nestjs/common';
import { type DbId, idFromDb } from '../database/ids.js';
import { placeholders, type Tx } from '../database/tx.js';
import type { FreezeRow, FrozenPackage } from './frozen-rules.js';

/** Reads what is said of freezes, a part at a time. */
@Injectable()
export class FrozenRepository {
  /** The next packages after an id that have freezes or say so, by rising id. */
  async packages(tx: Tx, after: number, size: number): Promise<FrozenPackage[]> {
    return tx.rows<FrozenPackage>(
      `SELECT p.id, p.member_id AS memberId, p.frozen_days AS frozenDays
         FROM coach_member_list p
        WHERE p.id > ? AND (p.frozen_days IS NOT NULL
           OR p.id IN (SELECT f.package_id + 0 FROM coach_package_freeze f))
        ORDER BY p.id LIMIT ${size}`,
      [after],
    );
  }

  /** The freezes of some packages. */
  async freezesOf(tx: Tx, packageIds: readonly number[]): Promise<FreezeRow[]> {
    const rows = await tx.rows<Omit<FreezeRow, 'id'> & { readonly id: DbId }>(
      `SELECT f.id, f.package_id AS packageId, f.member_id AS memberId, f.from_day AS \`from\`,
              f.to_day AS \`to\`, f.days_added AS daysAdded
         FROM coach_package_freeze f WHERE f.package_id IN (${placeholders(packageIds)})
        ORDER BY f.id`,
      packageIds,
    );
    return rows.map((row) => ({ ...row, id: idFromDb(row.id) }));
  }
}
