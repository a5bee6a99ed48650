import type { QueryRunner } from 'typeorm';
import { createIndexIfMissing, isEmbedded } from './schema-steps.js';

/**
 * An index for a column that nearly all rows leave empty. Where the database can, those are not in
 * it, and cost nothing when they are written; the server can not.
 */
export async function createSparseIndex(
  runner: QueryRunner,
  table: string,
  { name, columns, filled }: { name: string; columns: string[]; filled: string },
): Promise<void> {
  if (!isEmbedded(runner)) return createIndexIfMissing(runner, table, { name, columns });
  await runner.query(
    `CREATE INDEX IF NOT EXISTS ${name} ON ${table} (${columns.join(', ')})
      WHERE ${filled} IS NOT NULL`,
  );
}
