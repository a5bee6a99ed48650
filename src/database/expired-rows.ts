import { type EntityClass, tableOf } from './entity-sql.js';
import { type DbInstant, fromDb, toDb } from './instants.js';
import type { Tx } from './tx.js';

/** An entity whose rows expire; those that never do, or not yet, have no date. */
export type Expiring = EntityClass<{ expiresAt: Date | null }>;

/** Counts rows of an entity that expired before an instant, up to `limit`. */
export async function countExpired(
  tx: Tx,
  entity: Expiring,
  before: Date,
  limit: number,
): Promise<number> {
  const row = await tx.row<{ n: number | string }>(
    `SELECT COUNT(*) AS n FROM
       (SELECT 1 FROM ${tableOf(entity)} WHERE expires_at < ? LIMIT ${limit}) expired`,
    [toDb(before)],
  );
  return Number(row?.n ?? 0);
}

/**
 * Deletes rows of an entity that expired before an instant, the oldest first, and returns how many:
 * `limit` where there are so many, and those that expired at the same instant as the last of them.
 */
export async function deleteExpired(
  tx: Tx,
  entity: Expiring,
  before: Date,
  limit: number,
): Promise<number> {
  const table = tableOf(entity);
  const last = await tx.row<{ expiresAt: DbInstant }>(
    `SELECT expires_at AS expiresAt FROM ${table} WHERE expires_at < ?
      ORDER BY expires_at LIMIT 1 OFFSET ${limit - 1}`,
    [toDb(before)],
  );
  const { affected } = last
    ? await tx.write(`DELETE FROM ${table} WHERE expires_at <= ?`, [toDb(fromDb(last.expiresAt))])
    : await tx.write(`DELETE FROM ${table} WHERE expires_at < ?`, [toDb(before)]);
  return affected;
}
