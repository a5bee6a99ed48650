import { Injectable } from '@nestjs/common';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbId, idFromDb } from '../database/ids.js';
import { type DbInstant, fromDb, UTC } from '../database/instants.js';
import { placeholders, type Tx } from '../database/tx.js';
import { nextNumber } from './payments.repository.js';
import { Refund } from './refund.entity.js';

type RawRefund = Omit<Refund, 'id' | 'createdAt'> & {
  readonly id: DbId;
  readonly createdAt: DbInstant;
};

/** What was paid back. */
@Injectable()
export class RefundsRepository {
  /** What was paid back of some payments, in the order in which that happened. */
  async ofPayments(tx: Tx, paymentIds: readonly number[]): Promise<Refund[]> {
    if (paymentIds.length === 0) return [];
    const rows = await tx.rows<RawRefund>(
      `SELECT ${columnsOf(Refund, 'r')} FROM coach_refund r
        WHERE r.payment_id IN (${placeholders(paymentIds)}) ORDER BY r.id`,
      paymentIds,
    );
    return rows.map((raw) => {
      return { ...raw, id: idFromDb(raw.id), createdAt: fromDb(raw.createdAt) };
    });
  }

  /** Adds a refund with the next number. */
  async insert(tx: Tx, refund: Omit<Refund, 'id' | 'number'>): Promise<Refund> {
    const row = { ...refund, number: await nextNumber(tx) };
    const { sql, values } = insertInto(Refund, [row], UTC);
    const { insertId } = await tx.write(sql, values);
    return { ...row, id: insertId };
  }
}
