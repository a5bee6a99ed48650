import type { Config } from '../config/config.js';
import { type Migrations, migratingDataSourceOptions } from './data-source-options.js';
import { ProductDataSource } from './product-data-source.js';
import { requireRestored } from './unfinished-restore.js';

/**
 * Opens the configured database to take migrations back; the caller closes it. Unless told that
 * rows may be dropped, a migration refuses to drop a table of ours that still holds some.
 */
export async function openToRevert(
  config: Config,
  migrations: Migrations,
  { mayDropRows }: { mayDropRows: boolean },
): Promise<ProductDataSource> {
  const options = { ...migratingDataSourceOptions(config, migrations), mayDropRows };
  // The default logger prints what is refused a second time.
  const dataSource = new ProductDataSource({ ...options, logger: 'debug' });
  await dataSource.initialize();
  return dataSource;
}

/**
 * Takes the last migration back. Gives its name, or undefined where there is none. With the first
 * one the record of migrations goes, too: nothing of ours is left then.
 */
export async function revertLast(dataSource: ProductDataSource): Promise<string | undefined> {
  // What is on record of half a database says nothing.
  await requireRestored(dataSource);
  const last = await dataSource.lastMigration();
  if (last !== undefined) await dataSource.undoLastMigration({ transaction: 'each' });
  if ((await dataSource.lastMigration()) === undefined) {
    const runner = dataSource.createQueryRunner();
    await runner.dropTable(String(dataSource.options.migrationsTableName), true);
    await runner.release();
  }
  return last;
}
