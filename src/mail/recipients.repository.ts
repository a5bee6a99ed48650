import { Injectable } from '@nestjs/common';
import { emailOf } from '../common/no-mail.js';
import type { Tx } from '../database/tx.js';

/** Where people are written to. */
@Injectable()
export class RecipientsRepository {
  /** The e-mail address of somebody; null for who has none. */
  async addressOf(tx: Tx, userId: number): Promise<string | null> {
    const sql = 'SELECT u.email FROM `user` u WHERE u.id = ?';
    const row = await tx.row<{ email: string }>(sql, [userId]);
    return row ? emailOf(row.email.trim()) : null;
  }
}
