import { Injectable } from '@nestjs/common';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbInstant, fromDb, UTC } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { IdempotencyRecord } from './idempotency-record.entity.js';

/** What makes a request the same request when it comes again. */
export interface IdempotencyKey {
  readonly actorKey: string;
  readonly actorId: number;
  readonly keyHash: string;
  readonly fingerprint: string;
}

export interface StoredRecord {
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
const COLUMNS = columnsOf(
  IdempotencyRecord,
  'r',
  ...(['actorKey', 'keyHash', 'actorId', 'createdAt'] as const),
);
const IS_THIS = 'actor_key = ? AND key_hash = ?';

/** A record as the drivers return it. An answered one has status and answer. */
interface RawRecord {
  readonly fingerprint: string;
  readonly status: number;
  readonly answer: string;
  readonly expiresAt: DbInstant;
}

/** Idempotency keys, and the answers that were given under them. */
@Injectable()
export class IdempotencyRecordRepository {
  /** Takes the key for this transaction; a unique-key error says that somebody has it already. */
  async claim(tx: Tx, record: NewRecord): Promise<void> {
    const { sql, values } = insertInto(IdempotencyRecord, [rowOf(record)], UTC);
    await tx.write(sql, values);
  }

  /** Keeps the answer under a key that was taken, by the end of `tx`. */
  keepAnswer(tx: Tx, key: IdempotencyKey, { status, body }: GivenAnswer): void {
    tx.writeUnwatched(`UPDATE coach_idempotency_key SET status = ?, answer = ? WHERE ${IS_THIS}`, [
      status,
      toJson(body),
      key.actorKey,
      key.keyHash,
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
      `SELECT ${COLUMNS} FROM coach_idempotency_key r WHERE ${IS_THIS}`,
      [key.actorKey, key.keyHash],
    );
    if (!raw) return undefined;
    const { fingerprint, status } = raw;
    const answer: unknown = JSON.parse(raw.answer);
    return { fingerprint, status, answer, expiresAt: fromDb(raw.expiresAt) };
  }

  /** Frees the key of an expired record. */
  async remove(tx: Tx, { actorKey, keyHash }: IdempotencyKey): Promise<void> {
    await tx.write(`DELETE FROM coach_idempotency_key WHERE ${IS_THIS}`, [actorKey, keyHash]);
  }
}

function rowOf({ key, at, expiresAt }: NewRecord): IdempotencyRecord {
  return { ...key, status: null, answer: null, createdAt: at, expiresAt };
}

function toJson(body: unknown): string {
  return JSON.stringify(body ?? null);
}
