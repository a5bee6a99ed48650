import {
  DataSource,
  type DataSourceOptions,
  type Migration,
  type MigrationInterface,
} from 'typeorm';
import { continueFirstVersion, requireWayBack } from './first-version.js';
import { asOnlyMigrator } from './only-migrator.js';
import { saysWhatToDo } from './refusal.js';
import { requireRestored } from './unfinished-restore.js';

/** A migration is being taken back, or is not after all, because that was refused. */
const HALF = 'UPDATE %s SET timestamp = -ABS(timestamp) WHERE name = ?';
const WHOLE = 'UPDATE %s SET timestamp = ABS(timestamp) WHERE name = ?';

type Transactions = Parameters<DataSource['runMigrations']>[0];

/** A migration that gave a table another name than earlier ones know. */
type SteppingAside = MigrationInterface & { readonly stepsAside?: boolean };

/** A data source that knows the databases of every version of the product, when it migrates. */
export class ProductDataSource extends DataSource {
  /** What must come to its end before the connection is closed. */
  beforeClosing: (() => Promise<void>) | undefined;

  /** `beforeMigrating` may refuse, before anything is changed, what only an operator can answer. */
  constructor(
    options: DataSourceOptions,
    private readonly beforeMigrating?: (dataSource: ProductDataSource) => Promise<void>,
  ) {
    super(options);
  }

  /** The embedded driver ends the process where a statement comes after the close. */
  override async destroy(): Promise<void> {
    await this.beforeClosing?.();
    await super.destroy();
  }

  /** Also goes on from a database of the first version. Throws a `SchemaError` for half a one. */
  override async runMigrations(options?: Transactions): Promise<Migration[]> {
    return asOnlyMigrator(this, async () => {
      await requireRestored(this);
      await this.beforeMigrating?.(this);
      await continueFirstVersion(this);
      await this.forgetHalfTakenBack();
      const firstDue = await this.firstDue();
      if (firstDue !== undefined) await this.makeWayFor(firstDue);
      return super.runMigrations(options);
    });
  }

  /** Whether a migration has not run; of a database of the first version, none seems to have. */
  async hasDue(): Promise<boolean> {
    return (await this.firstDue()) !== undefined;
  }

  /** Also goes back from a database of the first version. Throws `NoWayBack`, or as above. */
  override async undoLastMigration(options?: Transactions): Promise<void> {
    await asOnlyMigrator(this, () => this.takeLastBack(options));
  }

  private async takeLastBack(options?: Transactions): Promise<void> {
    await requireRestored(this);
    await continueFirstVersion(this);
    await requireWayBack(this);
    const last = await this.lastMigration();
    const isKnown = this.migrations.some((migration) => nameOf(migration) === last);
    // One of a later release is refused there, and stays as it is.
    if (last === undefined || !isKnown) return super.undoLastMigration(options);
    await this.makeWayFor(last);
    await this.onRecord(HALF, [last]);
    try {
      await super.undoLastMigration(options);
    } catch (error) {
      if (saysWhatToDo(error)) await this.onRecord(WHOLE, [last]);
      throw error;
    }
    await this.onRecord('DELETE FROM %s WHERE name = ?', [last]);
  }

  /** The migration that ran last, if any has; moves the record of the first version, too. */
  async lastMigration(): Promise<string | undefined> {
    await continueFirstVersion(this);
    return (await this.recorded()).at(-1);
  }

  /** All migrations in their order, and whether each has run. */
  async migrationStates(): Promise<{ name: string; hasRun: boolean }[]> {
    await continueFirstVersion(this);
    const done = await this.recorded({ whole: true });
    return this.migrations.map(nameOf).map((name) => ({ name, hasRun: done.includes(name) }));
  }

  /** Also shows what the first version has run, whose record it moves for that. */
  override async showMigrations(): Promise<boolean> {
    await continueFirstVersion(this);
    return super.showMigrations();
  }

  private async firstDue(): Promise<string | undefined> {
    const done = await this.recorded({ whole: true });
    return this.migrations.map(nameOf).find((name) => !done.includes(name));
  }

  /**
   * Names of the migrations on record, in the order in which they ran; `whole` leaves those out
   * that are being taken back.
   */
  private async recorded({ whole = false } = {}): Promise<string[]> {
    const which = whole ? ' WHERE timestamp > 0' : '';
    const rows = await this.onRecord(`SELECT name FROM %s${which} ORDER BY id`);
    return (rows as { name: string }[]).map(({ name }) => name);
  }

  /**
   * One that a stop has left half taken back runs anew. Changes of tables are in no transaction, so
   * its row says that it is being taken back, by a negative time, before the first of them.
   */
  private async forgetHalfTakenBack(): Promise<void> {
    // Who may only read finds none.
    const half = (await this.onRecord('SELECT 1 FROM %s WHERE timestamp < 0')) as unknown[];
    if (half.length > 0) await this.onRecord('DELETE FROM %s WHERE timestamp < 0');
  }

  /** Runs a statement on the record of migrations, where there is one. */
  private async onRecord(sql: string, values: readonly string[] = []): Promise<unknown> {
    const runner = this.createQueryRunner();
    try {
      const table = String(this.options.migrationsTableName);
      if (!(await runner.hasTable(table))) return [];
      return await runner.query(sql.replace('%s', table), [...values]);
    } finally {
      await runner.release();
    }
  }

  /**
   * Takes later migrations back that renamed what the given one works on: on record, or stopped on
   * their way. They do nothing where they have not begun, and run again in their turn.
   */
  private async makeWayFor(name: string): Promise<void> {
    const at = this.migrations.findIndex((migration) => nameOf(migration) === name);
    const later: SteppingAside[] = this.migrations.slice(at + 1);
    for (const migration of later.filter(({ stepsAside }) => stepsAside).toReversed()) {
      const runner = this.createQueryRunner();
      try {
        await runner.startTransaction();
        await migration.down(runner);
        await runner.commitTransaction();
      } catch (error) {
        // After a change of tables there may be no transaction any more.
        await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      } finally {
        await runner.release();
      }
    }
  }
}

function nameOf(migration: MigrationInterface): string {
  return migration.name ?? migration.constructor.name;
}
