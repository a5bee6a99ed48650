import { Injectable } from '@nestjs/common';
import { Conditions } from '../database/conditions.js';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbId, idFromDb } from '../database/ids.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import type { Pair } from './history-sql.js';
import { OwedSession } from './owed-session.entity.js';

type RawOwed = Omit<OwedSession, 'id' | 'createdAt' | 'settledUsageId' | 'cancelledAt'> & {
  readonly id: DbId;
  readonly createdAt: DbInstant;
  readonly settledUsageId: DbId | null;
  readonly cancelledAt: DbInstant | null;
};

const COLUMNS = columnsOf(OwedSession, 'o');
const BY_ID = `SELECT ${COLUMNS} FROM coach_owed_session o WHERE o.id = ?`;
const IS_OPEN = 'o.settled_usage_id IS NULL AND o.cancelled_at IS NULL';

/** Sessions that members owe; a pair has few that are open. */
@Injectable()
export class OwedSessionsRepository {
  /** What a member owes to a coach, or to all of them, by rising day. */
  async open(tx: Tx, { memberId, coachId }: Pair): Promise<OwedSession[]> {
    const { where, values } = new Conditions()
      .and('o.member_id = ?', memberId)
      .andIfGiven('o.coach_id = ?', coachId)
      .and(IS_OPEN);
    const rows = await tx.rows<RawOwed>(
      `SELECT ${COLUMNS} FROM coach_owed_session o ${where} ORDER BY o.usage_date, o.id`,
      values,
    );
    return rows.map(owedOf);
  }

  /** One of them, open or not. */
  async find(tx: Tx, id: number): Promise<OwedSession | undefined> {
    const raw = await tx.row<RawOwed>(BY_ID, [id]);
    return raw && owedOf(raw);
  }

  /** As `find`, and nobody else changes it until the end of the transaction. */
  async lock(tx: Tx, id: number): Promise<OwedSession | undefined> {
    const [raw] = await tx.lockedRows<RawOwed>(BY_ID, [id]);
    return raw && owedOf(raw);
  }

  /** Adds one. */
  async insert(tx: Tx, row: Omit<OwedSession, 'id'>): Promise<OwedSession> {
    const { sql, values } = insertInto(OwedSession, [row], UTC);
    const { insertId } = await tx.write(sql, values);
    return { ...row, id: insertId };
  }

  /** Keeps how a locked one was settled or cancelled. */
  async setClosed(tx: Tx, one: OwedSession): Promise<void> {
    await tx.write(
      `UPDATE coach_owed_session SET settled_usage_id = ?, cancelled_at = ?, cancelled_by = ?,
              cancel_reason = ?, cancel_reason_code = ?
        WHERE id = ?`,
      [
        ...[one.settledUsageId, one.cancelledAt && toDb(one.cancelledAt), one.cancelledBy],
        ...[one.cancelReason, one.cancelReasonCode, one.id],
      ],
    );
  }
}

function owedOf(raw: RawOwed): OwedSession {
  return {
    ...raw,
    id: idFromDb(raw.id),
    createdAt: fromDb(raw.createdAt),
    settledUsageId: raw.settledUsageId === null ? null : idFromDb(raw.settledUsageId),
    cancelledAt: raw.cancelledAt === null ? null : fromDb(raw.cancelledAt),
  };
}
