import { Injectable } from '@nestjs/common';
import { fromDb, toDb, type DbInstant } from '../database/instants.js';
import { placeholders, type Tx } from '../database/tx.js';

/** What makes a request the same request when it comes again. */
export interface IdempotencyKey {
  readonly actorId: number;
  readonly keyHash: string;
  readonly fingerprint: string;
}

export interface StoredRecord {
  readonly id: number;
  readonly fingerprint: string;
  readonly status: number;
  readonly answer: unknown;
  readonly expiresAt: Date;
}

/** Idempotency keys, and the answers that were given under them. */
@Injectable()
export class IdempotencyRecordRepository {
  /** Takes the key for this transaction; a unique-key error says that somebody has it already. */
  async claim(tx: Tx, key: IdempotencyKey, at: Date, expiresAt: Date): Promise<number> {
    const { insertId } = await tx.write(
      `INSERT INTO coach_idempotency_key (actor_id, key_hash, fingerprint, created_at, expires_at)
       VALUES (?, ?, ?, ?, ?)`,
      [key.actorId, key.keyHash, key.fingerprint, toDb(at), toDb(expiresAt)],
    );
    return insertId;
  }

  /** The record under a key of this actor, expired ones included. */
  async find(tx: Tx, key: IdempotencyKey): Promise<StoredRecord | undefined> {
    const row = await tx.row<{
      id: number;
      fingerprint: string;
      status: number;
      answer: string;
      expires_at: DbInstant;
    }>(
      `SELECT id, fingerprint, status, answer, expires_at FROM coach_idempotency_key
        WHERE actor_id = ? AND key_hash = ?`,
      [key.actorId, key.keyHash],
    );
    if (!row) return undefined;
    const { id, fingerprint, status } = row;
    const answer: unknown = JSON.parse(row.answer);
    return { id, fingerprint, status, answer, expiresAt: fromDb(row.expires_at) };
  }

  /** Keeps the answer, so that the same request gets it again. */
  async keepAnswer(tx: Tx, id: number, status: number, answer: unknown): Promise<void> {
    await tx.write('UPDATE coach_idempotency_key SET status = ?, answer = ? WHERE id = ?', [
      status,
      JSON.stringify(answer ?? null),
      id,
    ]);
  }

  /** Frees the key of an expired record. */
  async remove(tx: Tx, id: number): Promise<void> {
    await tx.write('DELETE FROM coach_idempotency_key WHERE id = ?', [id]);
  }

  /** Removes up to `limit` expired records, and says how many. */
  async removeExpired(tx: Tx, now: Date, limit: number): Promise<number> {
    const rows = await tx.rows<{ id: number }>(
      `SELECT id FROM coach_idempotency_key
        WHERE expires_at < ? ORDER BY expires_at LIMIT ${limit}`,
      [toDb(now)],
    );
    if (rows.length === 0) return 0;
    const ids = rows.map((row) => row.id);
    const { affected } = await tx.write(
      `DELETE FROM coach_idempotency_key WHERE id IN (${placeholders(ids)})`,
      ids,
    );
    return affected;
  }
}
