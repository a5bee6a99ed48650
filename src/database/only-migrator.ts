import type { DataSource } from 'typeorm';
import { takeName } from './named-lock.js';
import { SchemaError } from './schema-error.js';

/** Longer than most last statements of a program that was killed. */
const WITHIN_SECONDS = 60;

/**
 * Keeps others from migrating a database on a server until this connection ends. Throws a
 * `SchemaError` where somebody else goes on for longer than is waited: another program, or the
 * server with the last statement of one that was killed, which would change tables under our hands.
 */
export async function requireOnlyMigrator(dataSource: DataSource): Promise<void> {
  // A file is locked by its first change.
  if (dataSource.options.type === 'better-sqlite3') return;
  const runner = dataSource.createQueryRunner();
  try {
    const ask = async <Row>(sql: string, values: readonly (string | number)[]) =>
      (await runner.query(sql, [...values])) as Row[];
    const [{ name } = { name: '' }] = await ask<{ name: string }>('SELECT DATABASE() AS name', []);
    const about = { database: name, withinSeconds: WITHIN_SECONDS };
    if (await takeName(ask, 'coach-migrate', about)) return;
  } finally {
    await runner.release();
  }
  throw new SchemaError(
    'Somebody else is migrating this database, or the server has not finished what a stopped ' +
      'run began. Nothing was changed by this one. Run it again when that has ended.',
  );
}
