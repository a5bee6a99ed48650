import { Injectable } from '@nestjs/common';
import { Conditions } from '../database/conditions.js';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbId, idFromDb } from '../database/ids.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { Payment } from './payment.entity.js';

/** Which payments of a member to read: of packages with a coach, or all. */
export interface PaymentsFilter {
  readonly memberId: number;
  readonly coachId: number | undefined;
  /** Those before this one, and how many. */
  readonly before: number | undefined;
  readonly limit: number;
}

type RawPayment = Omit<Payment, 'id' | 'receivedAt' | 'createdAt' | 'voidedAt'> &
  Record<'receivedAt' | 'createdAt', DbInstant> & {
    readonly id: DbId;
    readonly voidedAt: DbInstant | null;
  };

const COLUMNS = columnsOf(Payment, 'y');

/** Payments, and the numbers of their receipts. */
@Injectable()
export class PaymentsRepository {
  /** A member's payments, the last one first. */
  async list(tx: Tx, { memberId, coachId, before, limit }: PaymentsFilter): Promise<Payment[]> {
    const { where, values } = new Conditions()
      .and('y.member_id = ?', memberId)
      .andIfGiven('y.coach_id = ?', coachId)
      .andIfGiven('y.id < ?', before);
    const rows = await tx.rows<RawPayment>(
      `SELECT ${COLUMNS} FROM coach_payment y ${where} ORDER BY y.id DESC LIMIT ${limit}`,
      values,
    );
    return rows.map(paymentOf);
  }

  /** One payment. */
  async find(tx: Tx, id: number): Promise<Payment | undefined> {
    const sql = `SELECT ${COLUMNS} FROM coach_payment y WHERE y.id = ?`;
    const raw = await tx.row<RawPayment>(sql, [id]);
    return raw && paymentOf(raw);
  }

  /** As `find`, and nobody else changes it until the end of the transaction. */
  async lock(tx: Tx, id: number): Promise<Payment | undefined> {
    const sql = `SELECT ${COLUMNS} FROM coach_payment y WHERE y.id = ?`;
    const [raw] = await tx.lockedRows<RawPayment>(sql, [id]);
    return raw && paymentOf(raw);
  }

  /**
   * Adds a payment with the next number. Whoever takes one too waits for the end of this
   * transaction: a number that is given back would be a gap.
   */
  async insert(tx: Tx, payment: Omit<Payment, 'id' | 'number'>): Promise<Payment> {
    const row = { ...payment, number: await nextNumber(tx) };
    const { sql, values } = insertInto(Payment, [row], UTC);
    const { insertId } = await tx.write(sql, values);
    return { ...row, id: insertId };
  }

  /** Marks a payment as taken back. */
  async markVoided(tx: Tx, one: Payment): Promise<void> {
    await tx.write(
      `UPDATE coach_payment
          SET voided_at = ?, voided_by = ?, void_reason = ?, void_reason_code = ? WHERE id = ?`,
      [
        one.voidedAt && toDb(one.voidedAt),
        ...[one.voidedBy, one.voidReason, one.voidReasonCode, one.id],
      ],
    );
  }
}

const RECEIPT = 'receipt';

/** The next number of a receipt, of payments and refunds alike. */
export async function nextNumber(tx: Tx): Promise<number> {
  const counting = 'INSERT INTO coach_counter (name, last_number) VALUES (?, 1)';
  const [, counter] = await Promise.all([
    tx.upsert(counting, ['name'], 'last_number = last_number + 1', [RECEIPT]),
    tx.row<{ last: number }>('SELECT last_number AS last FROM coach_counter WHERE name = ?', [
      RECEIPT,
    ]),
  ]);
  if (!counter) throw new Error('the number that was just given is not there');
  return counter.last;
}

function paymentOf(raw: RawPayment): Payment {
  return {
    ...raw,
    id: idFromDb(raw.id),
    receivedAt: fromDb(raw.receivedAt),
    createdAt: fromDb(raw.createdAt),
    voidedAt: raw.voidedAt === null ? null : fromDb(raw.voidedAt),
  };
}
