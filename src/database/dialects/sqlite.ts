import { chmodSync } from 'node:fs';
import Database from 'libsql';
import type { DataSourceOptions, QueryRunner } from 'typeorm';
import { idFromDb } from '../ids.js';
import { SerialQueue } from '../serial-queue.js';
import { type Statement, StatementFailed, type StatementResult } from '../statement.js';
import { BOOKKEEPING, type Dialect, type DriverError, type Fault, type Mode } from './dialect.js';

/** Works that may wait for the one connection before callers are refused. */
const QUEUE_LIMIT = 2_000;
/** How long a statement waits for another process; it blocks this process, so it is short. */
const BUSY_TIMEOUT_MS = 500;

/**
 * The embedded database. TypeORM shares one connection for all runners and nests concurrent
 * transactions as savepoints, which loses acknowledged writes; hence the queue.
 */
export class SqliteDialect implements Dialect {
  readonly forUpdate = '';
  readonly queue = new SerialQueue(QUEUE_LIMIT);

  constructor(private readonly file: string) {}

  options(): DataSourceOptions {
    return {
      ...BOOKKEEPING,
      type: 'better-sqlite3',
      driver: Database,
      database: this.file,
      timeout: BUSY_TIMEOUT_MS,
      enableWAL: true,
      prepareDatabase: (connection: Database.Database) => {
        // It holds names and password hashes; its side files get the same mode.
        chmodSync(this.file, 0o600);
        // An acknowledged change must survive a power cut.
        connection.pragma('synchronous = FULL');
      },
    };
  }

  async acquire(): Promise<void> {
    // The one connection is open as long as the data source is.
  }

  opening(mode: Mode): readonly string[] {
    if (mode === 'snapshot') return ['BEGIN'];
    // Taking the write lock at once avoids the upgrade that fails where two processes write.
    return mode === 'write' ? ['BEGIN IMMEDIATE'] : [];
  }

  async send(runner: QueryRunner, statements: readonly Statement[]): Promise<StatementResult[]> {
    const results: StatementResult[] = [];
    for (const { sql, values } of statements) {
      try {
        const done = await runner.query(sql, [...values], true);
        // The number of the last row that was inserted, or a list of rows.
        const raw = done.raw as number | bigint | unknown[] | undefined;
        const isRead = Array.isArray(raw);
        const insertId = isRead ? 0 : idFromDb(raw ?? 0);
        results.push({ rows: isRead ? raw : [], affected: done.affected ?? 0, insertId });
      } catch (error) {
        throw new StatementFailed(results.length, error);
      }
    }
    return results;
  }

  async release(): Promise<void> {
    // Shared: never released.
  }

  classify({ code = '' }: DriverError): Fault {
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'conflict';
    if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
      return 'duplicate';
    }
    return code === 'SQLITE_CONSTRAINT_CHECK' ? 'check' : 'other';
  }
}
