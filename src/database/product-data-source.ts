import { DataSource, type Migration } from 'typeorm';
import { continueFirstVersion, requireWayBack } from './first-version.js';

type Transactions = Parameters<DataSource['runMigrations']>[0];

/** A data source that knows the databases of every version of the product, when it migrates. */
export class ProductDataSource extends DataSource {
  /** Also goes on from a database of the first version. */
  override async runMigrations(options?: Transactions): Promise<Migration[]> {
    await continueFirstVersion(this);
    return super.runMigrations(options);
  }

  /** Also goes back from a database of the first version. Throws `NoWayBack`. */
  override async undoLastMigration(options?: Transactions): Promise<void> {
    await continueFirstVersion(this);
    await requireWayBack(this);
    await super.undoLastMigration(options);
  }

  /** The migration that ran last, if any has; moves the record of the first version, too. */
  async lastMigration(): Promise<string | undefined> {
    await continueFirstVersion(this);
    const runner = this.createQueryRunner();
    try {
      const table = String(this.options.migrationsTableName);
      if (!(await runner.hasTable(table))) return undefined;
      const sql = `SELECT name FROM ${table} ORDER BY id DESC LIMIT 1`;
      return ((await runner.query(sql)) as { name: string }[])[0]?.name;
    } finally {
      await runner.release();
    }
  }

  /** Also shows what the first version has run, whose record it moves for that. */
  override async showMigrations(): Promise<boolean> {
    await continueFirstVersion(this);
    return super.showMigrations();
  }
}
