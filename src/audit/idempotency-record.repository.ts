import { Injectable } from '@nestjs/common';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbInstant, fromDb, UTC } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { IdempotencyRecord } from './idempotency-record.entity.js';

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

/** What is read of a record; what it was found by is known. */
const COLUMNS = columnsOf(IdempotencyRecord, 'r', 'actorId', 'keyHash', 'createdAt');

/** A record as the drivers return it. An answered one has status and answer. */
interface RawRecord {
  readonly id: number;
  readonly fingerprint: string;
  readonly status: number;
  readonly answer: string;
  readonly expiresAt: DbInstant;
}

/** Idempotency keys, and the answers that were given under them. */
@Injectable()
export class IdempotencyRecordRepository {
  /** Takes the key for this transaction; a unique-key error says that somebody has it already. */
  async claim(tx: Tx, key: IdempotencyKey, at: Date, expiresAt: Date): Promise<number> {
    const row = { ...key, status: null, answer: null, createdAt: at, expiresAt };
    const { sql, values } = insertInto(IdempotencyRecord, [row], UTC);
    const { insertId } = await tx.write(sql, values);
    return insertId;
  }

  /** The record under a key of this actor, expired ones included. */
  async find(tx: Tx, key: IdempotencyKey): Promise<StoredRecord | undefined> {
    const raw = await tx.row<RawRecord>(
      `SELECT ${COLUMNS} FROM coach_idempotency_key r WHERE r.actor_id = ? AND r.key_hash = ?`,
      [key.actorId, key.keyHash],
    );
    if (!raw) return undefined;
    const { id, fingerprint, status } = raw;
    const answer: unknown = JSON.parse(raw.answer);
    return { id, fingerprint, status, answer, expiresAt: fromDb(raw.expiresAt) };
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
}
