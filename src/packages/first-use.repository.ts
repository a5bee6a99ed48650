import { Injectable } from '@nestjs/common';
import { type DbId, idFromDb } from '../database/ids.js';
import type { Tx } from '../database/tx.js';
import type { FoundUsage } from './first-use-rules.js';
import { IS_USAGE } from './usage-sql.js';

/** Reads the usages of a package that is valid from its first use on. */
@Injectable()
export class FirstUseRepository {
  /** All of them, undone ones included; the caller holds the lock of the package. */
  async usages(tx: Tx, packageId: number): Promise<FoundUsage[]> {
    const rows = await tx.rows<{ id: DbId; day: string | null; isActive: number; isOurs: number }>(
      `SELECT u.id, u.usage_date AS \`day\`,
              CASE WHEN u.undone_at IS NULL THEN 1 ELSE 0 END AS isActive,
              CASE WHEN u.created_by IS NULL THEN 0 ELSE 1 END AS isOurs
         FROM coach_usage_history u WHERE u.coach_member_id = ? AND ${IS_USAGE}`,
      [packageId],
    );
    return rows.map(({ id, day, isActive, isOurs }) => ({
      ...{ id: idFromDb(id), day, isActive: isActive > 0, isOurs: isOurs > 0 },
    }));
  }
}
