import { Injectable } from '@nestjs/common';
import { insertInto } from '../database/entity-sql.js';
import { type DbInstant, UTC } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { AddressRetentionState } from './address-retention-state.entity.js';

/** The only row of the table. */
const ID = 1;
/** Before all rows that have a time; the first date that every server takes for one. */
const BEGINNING = '1000-01-01 00:00:00.000';

/** Forgets where people sat: the only change that rows of the activity log ever see. */
@Injectable()
export class AddressRetentionRepository {
  /**
   * Goes on from where it was last, by about `limit` rows, up to those made at an instant. Says
   * whether it has come to its end. No row is looked at twice, however many there are.
   */
  async forget(tx: Tx, until: Date, limit: number): Promise<boolean> {
    const end = tx.times.toDb(until);
    const [state] = await tx.lockedRows<{ position: string }>(
      'SELECT position FROM coach_address_retention WHERE id = ?',
      [ID],
    );
    const from = state?.position ?? BEGINNING;
    if (from >= end) return true;
    const last = await tx.row<{ at: DbInstant }>(
      `SELECT created_at AS at FROM admin_activity_log
        WHERE created_at > ? AND created_at <= ?
        ORDER BY created_at LIMIT 1 OFFSET ${limit - 1}`,
      [from, end],
    );
    const position = last ? tx.times.textOf(last.at) : end;
    tx.writeUnwatched(
      `UPDATE admin_activity_log SET ip = NULL, user_agent = NULL
        WHERE created_at > ? AND created_at <= ? AND (ip IS NOT NULL OR user_agent IS NOT NULL)`,
      [from, position],
    );
    const { sql, values } = insertInto(AddressRetentionState, [{ key: ID, position }], UTC);
    await tx.upsert(sql, ['id'], 'position = ?', [...values, position]);
    return last === undefined;
  }
}
