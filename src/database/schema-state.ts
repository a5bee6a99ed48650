import { existsSync } from 'node:fs';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config, type DatabaseConfig } from '../config/config.js';
import { BOOKKEEPING } from './dialects/dialect.js';
import { SchemaError } from './schema-error.js';
import { type Standing, standingOf } from './schema-rules.js';
import type { Tx } from './tx.js';
import { requireRestored } from './unfinished-restore.js';

const { migrationsTableName: MIGRATIONS_TABLE } = BOOKKEEPING;
/** Without one that a stop has left half taken back. */
const NAMES = `SELECT name FROM ${MIGRATIONS_TABLE} WHERE timestamp > 0`;

/** Throws a `SchemaError` where the configured database is a file that does not exist. */
export function requireExisting(database: DatabaseConfig): void {
  if (database.kind !== 'sqlite' || existsSync(database.file)) return;
  throw new SchemaError(`There is no database ${database.file}. Check DATABASE_URL.`);
}

/** Whether the tables are those that this version of the code expects. */
@Injectable()
export class SchemaState {
  private readonly logger = new Logger(SchemaState.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {}

  /** Whether the database is a file of the app alone, with no server and nobody who runs one. */
  get isEmbedded(): boolean {
    return this.config.database.kind === 'sqlite';
  }

  /** The embedded database belongs to the app alone, so the app migrates it by itself. */
  async migrateIfEmbedded(): Promise<void> {
    if (!this.isEmbedded) return;
    await this.dataSource.runMigrations({ transaction: 'each' });
  }

  /**
   * Throws a `SchemaError` where migrations have not run, a restore has not ended, or a later
   * release has taken away what this one needs.
   */
  async requireMigrated(): Promise<void> {
    const trouble = troubleOf(await this.standing());
    if (trouble !== undefined) throw new SchemaError(trouble);
  }

  /**
   * As `requireMigrated`, but where an earlier release may still serve on the tables: gives what is
   * to be waited for then, for people.
   */
  async migrationsToCome(): Promise<string | undefined> {
    const standing = await this.standing();
    const trouble = troubleOf(standing);
    const servesNobody = standing.missing.length === this.known.length;
    if (trouble !== undefined && (servesNobody || standing.contracted !== undefined)) {
      throw new SchemaError(trouble);
    }
    const migrations = standing.later;
    if (migrations.length > 0) {
      this.logger.warn({ msg: 'a later release has migrated this database', migrations });
    }
    return trouble;
  }

  /** Why this release cannot serve on the tables; throws where there is no record of migrations. */
  async trouble(tx: Tx): Promise<string | undefined> {
    const run = await tx.rows<{ name: string }>(NAMES);
    return troubleOf(this.standingAfter(run));
  }

  private async standing(): Promise<Standing> {
    await requireRestored(this.dataSource);
    const runner = this.dataSource.createQueryRunner();
    try {
      const isThere = await runner.hasTable(MIGRATIONS_TABLE);
      return this.standingAfter(isThere ? ((await runner.query(NAMES)) as { name: string }[]) : []);
    } finally {
      await runner.release();
    }
  }

  private standingAfter(run: readonly { name: string }[]): Standing {
    return standingOf(
      this.known,
      run.map(({ name }) => name),
    );
  }

  private get known(): string[] {
    const { migrations } = this.dataSource;
    return migrations.map((migration) => migration.name ?? migration.constructor.name);
  }
}

/** What is to be done about the tables, in one line. */
function troubleOf({ missing, contracted }: Standing): string | undefined {
  if (contracted !== undefined) {
    return `This database is of a later release, on which this one cannot run (${contracted}).`;
  }
  if (missing.length === 0) return undefined;
  const count = `${missing.length} migration${missing.length === 1 ? ' has' : 's have'}`;
  return `${count} not run on this database. Run: npm run migration:run`;
}
