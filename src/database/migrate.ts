import type { DataSource, MigrationInterface } from 'typeorm';
import type { Config } from '../config/config.js';
import { type Migrations, migratingDataSourceOptions } from './data-source-options.js';
import { driverErrorOf } from './faults.js';
import { ProductDataSource } from './product-data-source.js';
import { saysWhatToDo } from './refusal.js';
import { SchemaError } from './schema-error.js';
import { StatementLog } from './statement-log.js';

/** Told while migrations run. A migration is done when it is on record. */
export interface MigrationWatch {
  began(name: string): void;
  done(name: string, tookMs: number): void;
  failed(name: string): void;
  /** Each statement, without its values: these may be about people. */
  readonly statement?: (sql: string) => void;
}

/** The database refused a statement of a migration, or could not be reached any more. */
export class MigrationFailed extends Error {
  /** Without a name, it was what comes before the first one. */
  constructor(name: string | undefined, cause: unknown) {
    const { message = String(cause) } = driverErrorOf(cause) as { message?: string };
    const what =
      name === undefined ? 'The migrations could not begin' : `The migration ${name} failed`;
    super(
      [
        `${what}. The database says:`,
        `  ${message}`,
        'What was done before it stays, and does no harm. Mend what it says, then run this again:',
        'it goes on. Its statements: npm run migration:run -- --verbose',
      ].join('\n'),
      { cause },
    );
    this.name = 'MigrationFailed';
  }
}

/**
 * Opens the configured database to run migrations; the caller closes it. `beforeMigrating` may
 * refuse before anything is changed.
 */
export async function openToMigrate(
  config: Config,
  migrations: Migrations,
  { beforeMigrating, watch }: { beforeMigrating?: BeforeMigrating; watch?: MigrationWatch } = {},
): Promise<ProductDataSource> {
  const options = migratingDataSourceOptions(config, migrations);
  const logger = new StatementLog(watch?.statement);
  const dataSource = new ProductDataSource({ ...options, logger }, beforeMigrating);
  await dataSource.initialize();
  return dataSource;
}

type BeforeMigrating = (dataSource: ProductDataSource) => Promise<void>;

/**
 * Runs the migrations that are due, and says how many there were. Throws `MigrationFailed` where a
 * statement of one fails, and what a migration itself refuses with as it is.
 */
export async function runDue(
  dataSource: ProductDataSource,
  watch: MigrationWatch,
): Promise<number> {
  const progress = new Progress(watch);
  progress.follow(dataSource);
  try {
    const { length } = await dataSource.runMigrations({ transaction: 'each' });
    progress.next();
    return length;
  } catch (error) {
    throw progress.failure(error);
  }
}

/** One migration begins when the one before it is on record. */
class Progress {
  private name: string | undefined;
  private since = 0;

  constructor(private readonly watch: MigrationWatch) {}

  follow({ migrations }: DataSource): void {
    for (const migration of migrations) this.followOne(migration);
  }

  next(name?: string): void {
    if (this.name !== undefined) this.watch.done(this.name, performance.now() - this.since);
    this.name = name;
    this.since = performance.now();
    if (name !== undefined) this.watch.began(name);
  }

  failure(error: unknown): unknown {
    const { name } = this;
    if (name !== undefined) this.watch.failed(name);
    const isForPeople = saysWhatToDo(error) || error instanceof SchemaError;
    return isForPeople ? error : new MigrationFailed(name, error);
  }

  private followOne(migration: MigrationInterface): void {
    const up = migration.up.bind(migration);
    migration.up = async (runner) => {
      this.next(migration.name ?? migration.constructor.name);
      await up(runner);
    };
  }
}
