import { createApp } from '../../../src/app.setup.js';
import { readConfig } from '../../../src/config/environment.js';
import { ReconciliationRun } from '../../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../../src/verify/verify.service.js';
import { openDatabase } from '../sql.js';
import type { LegacyDatabase } from './legacy-database.js';

const EACH = { transaction: 'each' } as const;

/**
 * Undoes so many migrations, one by one, as `npm run migration:revert` does; all if not said. Where
 * people have signed in, it must be told that their tokens may go.
 */
export async function revert(
  url: string,
  { steps = Number.POSITIVE_INFINITY, mayDropRows = false } = {},
): Promise<void> {
  const { dataSource, sql, close } = await openDatabase(url, undefined, {}, { mayDropRows });
  for (let step = 0; step < steps; step += 1) {
    // A stop before the first statement has left nothing to undo, not even the list.
    const [list] = await sql("SHOW TABLES LIKE 'coach_schema_migration'");
    const [last] = list ? await sql('SELECT id FROM coach_schema_migration LIMIT 1') : [];
    if (!last) break;
    await dataSource.undoLastMigration(EACH);
  }
  await close();
}

/** Our books, as they stand in the tables: every column of every row. */
export interface Books {
  readonly packages: Record<string, unknown>[];
  readonly usages: Record<string, unknown>[];
  readonly activities: Record<string, unknown>[];
}

export async function booksOf({ query }: Pick<LegacyDatabase, 'query'>): Promise<Books> {
  return {
    packages: await query('SELECT * FROM coach_member_list ORDER BY id'),
    usages: await query('SELECT * FROM coach_usage_history ORDER BY id'),
    activities: await query('SELECT * FROM admin_activity_log ORDER BY id'),
  };
}

/** Names of all columns in their order: an INSERT that names none relies on it. */
export async function columnOrder({ query }: LegacyDatabase): Promise<string[]> {
  const rows = await query<{ name: string }>(
    `SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME) AS name FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT LIKE 'coach\\_archived\\_%'
        AND TABLE_NAME NOT LIKE 'coach\\_schema\\_%'
      ORDER BY TABLE_NAME, ORDINAL_POSITION`,
  );
  return rows.map(({ name }) => name);
}

/** Has what PHP did meanwhile booked, and says what `npm run verify` finds then. */
export async function bookedAndVerified(
  url: string,
): Promise<{ booked: number; holds: boolean; violations: string[] }> {
  const app = await createApp(readConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent' }));
  try {
    const booked = await app.get(ReconciliationRun).reconcileAll();
    const { holds, text } = await app.get(VerifyService).verify();
    return { booked, holds, violations: text.split('\n').filter((line) => line.startsWith('  ')) };
  } finally {
    await app.close();
  }
}
