import { Injectable } from '@nestjs/common';
import type { SqlValue, Tx } from '../database/tx.js';
import type { RecordKey, StoredAnswer } from './verify-rows.js';

/** Reads what was answered under idempotency keys, a part at a time. */
@Injectable()
export class RecordsRepository {
  /** How many idempotency records there are. */
  async recordCount(tx: Tx): Promise<number> {
    const row = await tx.row<{ count: number | string }>(
      'SELECT COUNT(*) AS `count` FROM coach_idempotency_key',
    );
    return Number(row?.count ?? 0);
  }

  /** What was answered under the keys that follow one, in the order of actors and keys. */
  async answers(tx: Tx, after: RecordKey, size: number): Promise<StoredAnswer[]> {
    const key = [after.actorKey, after.keyHash];
    const ofActor = await answersWhere(tx, 'actor_key = ? AND key_hash > ?', size, key);
    const left = size - ofActor.length;
    if (left === 0) return ofActor;
    const ofOthers = await answersWhere(tx, 'actor_key > ?', left, [after.actorKey]);
    return [...ofActor, ...ofOthers];
  }
}

async function answersWhere(
  tx: Tx,
  condition: string,
  size: number,
  values: readonly SqlValue[],
): Promise<StoredAnswer[]> {
  return tx.rows<StoredAnswer>(
    `SELECT actor_key AS actorKey, key_hash AS keyHash, status, answer
       FROM coach_idempotency_key WHERE ${condition} ORDER BY actor_key, key_hash LIMIT ${size}`,
    values,
  );
}
