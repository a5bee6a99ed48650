import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import type { Package } from './package.entity.js';
import { PACKAGE_COLUMNS, packageOf, type RawPackage } from './package-row.js';
import { IS_NOT_OVER, IS_OPEN, isCounted } from './package-sql.js';

/** Reads what a coach still has to give members, whoever that coach is by now. */
@Injectable()
export class HandOversRepository {
  /** Packages in time that have sessions left, or count none; by rising id. */
  async packagesOf(tx: Tx, coachId: number, at: Date): Promise<Package[]> {
    const rows = await tx.rows<RawPackage>(
      `SELECT ${PACKAGE_COLUMNS} FROM coach_member_list p
        WHERE p.coach_id = ? AND ${IS_OPEN} AND ${IS_NOT_OVER}
          AND (p.remaining_sessions >= 1 OR NOT COALESCE(${isCounted(tx)}, 0))
        ORDER BY p.id`,
      [coachId, tx.times.toDb(at)],
    );
    return rows.map((raw) => packageOf(raw, tx));
  }

  /** Whether there is anybody of this id. */
  async isSomebody(tx: Tx, id: number): Promise<boolean> {
    return (await tx.row('SELECT 1 FROM `user` WHERE id = ?', [id])) !== undefined;
  }
}
