import { type EntityClass, tableOf } from './entity-sql.js';
import { toDb } from './instants.js';
import { placeholders, type Tx } from './tx.js';

/**
 * Deletes up to `limit` rows of an entity that expired before an instant, the oldest first, and
 * returns how many.
 */
export async function deleteExpired(
  tx: Tx,
  entity: EntityClass<{ id: number; expiresAt: Date }>,
  before: Date,
  limit: number,
): Promise<number> {
  const table = tableOf(entity);
  const rows = await tx.rows<{ id: number }>(
    `SELECT id FROM ${table} WHERE expires_at < ? ORDER BY expires_at LIMIT ${limit}`,
    [toDb(before)],
  );
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  const { affected } = await tx.write(
    `DELETE FROM ${table} WHERE id IN (${placeholders(ids)})`,
    ids,
  );
  return affected;
}
