import { existsSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config, type DatabaseConfig } from '../config/config.js';
import { BOOKKEEPING } from './dialects/dialect.js';
import type { Tx } from './tx.js';

/** Stands in a database as long as a restore into it has not come to its end. */
export const UNFINISHED = 'coach_restore_unfinished';

const { migrationsTableName: MIGRATIONS_TABLE } = BOOKKEEPING;
const NAMES = `SELECT name FROM ${MIGRATIONS_TABLE}`;

/** The tables are not those that this version needs. */
export class SchemaError extends Error {}

/** Throws a `SchemaError` where the configured database is a file that does not exist. */
export function requireExisting(database: DatabaseConfig): void {
  if (database.kind !== 'sqlite' || existsSync(database.file)) return;
  throw new SchemaError(`There is no database ${database.file}. Check DATABASE_URL.`);
}

/** Whether the tables are those that this version of the code expects. */
@Injectable()
export class SchemaState {
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

  /** Throws a `SchemaError` where migrations have not run, or a restore has not ended. */
  async requireMigrated(): Promise<void> {
    await this.requireRestored();
    const pending = await this.pendingMigrations();
    if (pending.length === 0) return;
    const count = `${pending.length} migration${pending.length === 1 ? ' has' : 's have'}`;
    throw new SchemaError(`${count} not run on this database. Run: npm run migration:run`);
  }

  private async requireRestored(): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      if (!(await runner.hasTable(UNFINISHED))) return;
    } finally {
      await runner.release();
    }
    throw new SchemaError('A restore into this database did not come to its end. Run it again.');
  }

  /** Names of the migrations that have not run; throws where the record of them is not there. */
  async missing(tx: Tx): Promise<string[]> {
    return this.notIn(await tx.rows<{ name: string }>(NAMES));
  }

  private async pendingMigrations(): Promise<string[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const isThere = await runner.hasTable(MIGRATIONS_TABLE);
      return this.notIn(isThere ? ((await runner.query(NAMES)) as { name: string }[]) : []);
    } finally {
      await runner.release();
    }
  }

  private notIn(rows: readonly { name: string }[]): string[] {
    const done = new Set(rows.map(({ name }) => name));
    return this.dataSource.migrations
      .map((migration) => migration.name ?? migration.constructor.name)
      .filter((name) => !done.has(name));
  }
}
