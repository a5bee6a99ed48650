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

/** A key, and how long the answer under it is kept. */
export interface NewRecord {
  readonly key: IdempotencyKey;
  readonly at: Date;
  readonly expiresAt: Date;
}

/** What a request is answered with. */
interface GivenAnswer {
  readonly status: number;
  readonly body: unknown;
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
  async claim(tx: Tx, record: NewRecord): Promise<number> {
    const { sql, values } = insertInto(IdempotencyRecord, [rowOf(record)], UTC);
    const { insertId } = await tx.write(sql, values);
    return insertId;
  }

  /** Keeps the answer under a key that was taken, by the end of `tx`. */
  keepAnswer(tx: Tx, id: number, { status, body }: GivenAnswer): void {
    tx.writeUnwatched('UPDATE coach_idempotency_key SET status = ?, answer = ? WHERE id = ?', [
      status,
      toJson(body),
      id,
    ]);
  }

  /** Keeps the answer under a key that nobody else can have, by the end of `tx`. */
  insert(tx: Tx, record: NewRecord, { status, body }: GivenAnswer): void {
    const row = { ...rowOf(record), status, answer: toJson(body) };
    const { sql, values } = insertInto(IdempotencyRecord, [row], UTC);
    tx.writeUnwatched(sql, values);
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

  /** Frees the key of an expired record. */
  async remove(tx: Tx, id: number): Promise<void> {
    await tx.write('DELETE FROM coach_idempotency_key WHERE id = ?', [id]);
  }
}

function rowOf({ key, at, expiresAt }: NewRecord): Omit<IdempotencyRecord, 'id'> {
  return { ...key, status: null, answer: null, createdAt: at, expiresAt };
}

function toJson(body: unknown): string {
  return JSON.stringify(body ?? null);
}
