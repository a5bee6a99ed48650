import { Injectable } from '@nestjs/common';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import type { SqlValue, Tx } from '../database/tx.js';
import { RefusalCount } from './refusal-count.entity.js';

/** What tells one count from another. */
export type CountKey = Pick<RefusalCount, 'endsAt' | 'actorId' | 'action' | 'code' | 'memberId'>;

/** What is known of the last refusal that is counted. */
export type LastRefusal = Pick<RefusalCount, 'actorRole' | 'outcome' | 'status' | 'lastAt'>;

/** Which column of a count goes up by one; `neither` only makes sure that the row is there. */
type Raised = 'logged' | 'counted' | 'neither';

const COLUMNS = columnsOf(RefusalCount, 'c');
const KEY = ['ends_at', 'actor_id', 'action', 'code', 'member_id'] as const;
const IS_THIS = KEY.map((column) => `${column} = ?`).join(' AND ');

type RawCount = Omit<RefusalCount, 'endsAt' | 'lastAt'> & {
  readonly endsAt: DbInstant;
  readonly lastAt: DbInstant;
};

/** How often people were refused the same, by the hour. */
@Injectable()
export class RefusalCountsRepository {
  /** Counts one more where the count is there; says whether it is. */
  async countFurther(tx: Tx, key: CountKey, { lastAt }: LastRefusal): Promise<boolean> {
    const { affected } = await tx.write(
      `UPDATE coach_refusal_count SET counted = counted + 1, last_at = ? WHERE ${IS_THIS}`,
      [toDb(lastAt), ...valuesOf(key)],
    );
    return affected > 0;
  }

  /** Raises a count, or begins one; until the end of `tx` nobody else changes it. */
  async raise(tx: Tx, key: CountKey, last: LastRefusal, raised: Raised): Promise<void> {
    const [logged, counted] = [Number(raised === 'logged'), Number(raised === 'counted')];
    const { sql, values } = insertInto(RefusalCount, [{ ...key, ...last, logged, counted }], UTC);
    const change = `logged = logged + ?, counted = counted + ?, last_at = ?`;
    await tx.upsert(sql, KEY, change, [...values, logged, counted, toDb(last.lastAt)]);
  }

  /** The counts of these keys, as far as they are there; all are of one person and hour. */
  async find(tx: Tx, keys: readonly CountKey[]): Promise<RefusalCount[]> {
    const any = keys.map(() => `(${IS_THIS})`).join(' OR ');
    const rows = await tx.rows<RawCount>(
      `SELECT ${COLUMNS} FROM coach_refusal_count c WHERE ${any}`,
      keys.flatMap(valuesOf),
    );
    return rows.map(countOf);
  }

  /** Counts of hours that ended until an instant, the oldest first; nobody else gets them. */
  async lockEnded(tx: Tx, until: Date, limit: number): Promise<RefusalCount[]> {
    const rows = await tx.lockedRows<RawCount>(
      `SELECT ${COLUMNS} FROM coach_refusal_count c WHERE c.ends_at <= ?
        ORDER BY c.ends_at, c.actor_id, c.action, c.code, c.member_id LIMIT ${limit}`,
      [toDb(until)],
    );
    return rows.map(countOf);
  }

  /** Removes counts, by the end of `tx`. */
  remove(tx: Tx, keys: readonly CountKey[]): void {
    for (const key of keys) {
      tx.writeUnwatched(`DELETE FROM coach_refusal_count WHERE ${IS_THIS}`, valuesOf(key));
    }
  }
}

function valuesOf({ endsAt, actorId, action, code, memberId }: CountKey): SqlValue[] {
  return [toDb(endsAt), actorId, action, code, memberId];
}

function countOf({ endsAt, lastAt, ...count }: RawCount): RefusalCount {
  return { ...count, endsAt: fromDb(endsAt), lastAt: fromDb(lastAt) };
}
