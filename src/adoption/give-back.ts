import { DataSource } from 'typeorm';
import type { Config } from '../config/config.js';
import { type Migrations, operatorDataSourceOptions } from '../database/data-source-options.js';
import { dropTableIfPresent } from '../../migrations/support/schema-steps.js';
import { isLegacyTable } from '../../migrations/adoption/original-tables.js';

/** The database has nothing that could be given back. */
export class NothingToGiveBack extends Error {}

/**
 * Reverts every migration, the last one first: the database is the legacy system's alone again, and
 * what its tables cannot hold waits in the archive. Tells the name of each as it is undone.
 */
export async function giveBack(
  config: Config,
  migrations: Migrations,
  tell: (name: string) => void,
): Promise<number> {
  const options = operatorDataSourceOptions(config);
  const dataSource = new DataSource({ ...options, migrations, logger: 'debug' });
  await dataSource.initialize();
  try {
    await requireLegacy(dataSource);
    let undone = 0;
    for (let last = await lastOf(dataSource); last; last = await lastOf(dataSource)) {
      await dataSource.undoLastMigration({ transaction: 'each' });
      tell(last);
      undone += 1;
    }
    const runner = dataSource.createQueryRunner();
    await dropTableIfPresent(runner, String(dataSource.options.migrationsTableName));
    await runner.release();
    return undone;
  } finally {
    await dataSource.destroy();
  }
}

/** Tables of our own would be dropped with everything in them. */
async function requireLegacy(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    const isAdopted =
      (await runner.hasTable('coach_schema_origin')) &&
      (await isLegacyTable(runner, 'coach_member_list'));
    if (isAdopted) return;
    throw new NothingToGiveBack(
      'This database was not taken over from a legacy system. Nothing was changed.',
    );
  } finally {
    await runner.release();
  }
}

async function lastOf(dataSource: DataSource): Promise<string | undefined> {
  const runner = dataSource.createQueryRunner();
  try {
    const table = String(dataSource.options.migrationsTableName);
    if (!(await runner.hasTable(table))) return undefined;
    const sql = `SELECT name FROM ${table} ORDER BY id DESC LIMIT 1`;
    return ((await runner.query(sql)) as { name: string }[])[0]?.name;
  } finally {
    await runner.release();
  }
}
