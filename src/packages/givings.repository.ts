import { Injectable } from '@nestjs/common';
import type { DbInstant } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import type { Giving } from './coach-limit-rules.js';

/** Reads what people gave members. */
@Injectable()
export class GivingsRepository {
  /**
   * Upward corrections and undos of a member's packages by a person since then; not of sessions
   * that count again by another row.
   */
  async find(
    tx: Tx,
    { memberId, by, since }: { memberId: number; by: number; since: Date },
  ): Promise<Giving[]> {
    const start = tx.times.toDb(since);
    const rows = await tx.rows<RawGiving>(
      `SELECT u.adjustment_amount AS adjustment, u.created_at AS createdAt,
              u.undone_at AS undoneAt
         FROM coach_usage_history u
        WHERE u.member_id = ?
          AND ((u.adjustment_type = 'adjustment' AND u.adjustment_amount > 0
                AND u.created_by = ? AND u.created_at >= ?)
            OR (u.undone_by = ? AND u.undone_at >= ? AND u.replaced_by_id IS NULL))`,
      [memberId, by, start, by, start],
    );
    return rows.map(({ adjustment, createdAt, undoneAt }) => ({
      adjustment,
      createdAt: tx.times.madeAt(createdAt),
      undoneAt: tx.times.fromDbOrNull(undoneAt),
    }));
  }
}

interface RawGiving {
  readonly adjustment: number | null;
  readonly createdAt: DbInstant;
  readonly undoneAt: DbInstant | null;
}
