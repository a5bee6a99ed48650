import { MIGRATIONS } from '../../migrations/all.js';
import { readConfig } from '../../src/config/environment.js';
import { operatorDataSourceOptions } from '../../src/database/data-source-options.js';
import { ProductDataSource } from '../../src/database/product-data-source.js';
import type { Studio } from './studio.js';

/** Rows of a database, past the product. */
export type Sql = Studio['sql'];

/** A database that a test reaches past the product, with the migrations that it names. */
export interface OpenDatabase {
  readonly dataSource: ProductDataSource;
  readonly sql: Sql;
  close(): Promise<void>;
}

export async function openDatabase(
  url: string,
  migrations: (typeof MIGRATIONS)[number][] = MIGRATIONS,
  env: Record<string, string> = {},
  more: { mayDropRows?: boolean } = {},
): Promise<OpenDatabase> {
  const options = operatorDataSourceOptions(readConfig({ DATABASE_URL: url, ...env }));
  // The default logger prints failed migrations, which some tests are about.
  const dataSource = new ProductDataSource({ ...options, ...more, migrations, logger: 'debug' });
  await dataSource.initialize();
  return {
    dataSource,
    sql: (sql, parameters = []) => dataSource.query(sql, parameters),
    close: () => dataSource.destroy(),
  };
}

/** Runs all migrations on the database, as `npm run migration:run` does. */
export async function migrate(url: string, env: Record<string, string> = {}): Promise<void> {
  const { dataSource, close } = await openDatabase(url, undefined, env);
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    // Nobody else can migrate it until then.
    await close();
  }
}
