import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';

/** Reads what voided packages have lost. */
@Injectable()
export class VoidsRepository {
  /** How many sessions a package lost when it was voided last; the caller holds its lock. */
  async lastLoss(tx: Tx, packageId: number): Promise<number> {
    const row = await tx.row<{ amount: number | null }>(
      `SELECT u.adjustment_amount AS amount FROM coach_usage_history u
        WHERE u.coach_member_id = ? AND u.adjustment_type = 'void' ORDER BY u.id DESC LIMIT 1`,
      [packageId],
    );
    return -(row?.amount ?? 0);
  }
}
