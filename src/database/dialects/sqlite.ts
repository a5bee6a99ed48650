import { chmodSync } from 'node:fs';
import Database from 'libsql';
import type { DataSourceOptions, QueryRunner } from 'typeorm';
import { idFromDb } from '../ids.js';
import { SerialQueue } from '../serial-queue.js';
import { type Statement, StatementFailed, type StatementResult } from '../statement.js';
import {
  BOOKKEEPING,
  type Dialect,
  type DriverError,
  type Fault,
  type Mode,
  WAIT_MS,
} from './dialect.js';
import { sqliteFaultOf } from './sqlite-faults.js';
import { DatabaseFiles } from './sqlite-files.js';

/** Works that may wait for the one connection before callers are refused. */
const QUEUE_LIMIT = 2_000;
/** How long the start, and a command that migrates, wait for another program: they may block. */
const OPEN_WAIT_MS = 5_000;
/** A work gives way to the rest of the process after so long. */
const HOLD_MS = 10;
/** The log of changes is cut to this size, where somebody who read for long let it grow. */
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * The embedded database. TypeORM shares one connection for all runners and nests concurrent
 * transactions as savepoints, which loses acknowledged writes; hence the queue. The driver works in
 * the one thread of the process, so nothing here may wait in it.
 */
export class SqliteDialect implements Dialect {
  readonly forUpdate = '';
  /** It keeps the last id of each table in a row, which is taken back with a work. */
  readonly lastGivenId = 'SELECT seq AS last FROM sqlite_sequence WHERE name = ?';
  readonly queue = new SerialQueue({ most: QUEUE_LIMIT, waitMs: WAIT_MS.write });
  private connection: Database.Database | undefined;
  private files: DatabaseFiles | undefined;
  private isServing = false;
  private version = 0;
  private heldSince = 0;

  constructor(private readonly file: string) {}

  /** Writes a page, unlike an UPDATE to the same value. */
  get emptyChange(): string {
    return `PRAGMA user_version = ${this.version}`;
  }

  onConflict(key: readonly string[]): string {
    return `ON CONFLICT (${key.join(', ')}) DO UPDATE SET`;
  }

  options(): DataSourceOptions {
    return {
      ...BOOKKEEPING,
      type: 'better-sqlite3',
      driver: Database,
      database: this.file,
      timeout: OPEN_WAIT_MS,
      enableWAL: true,
      prepareDatabase: (connection: Database.Database) => {
        // It holds names and password hashes; its side files get the same mode.
        chmodSync(this.file, 0o600);
        this.files = new DatabaseFiles(this.file);
        // An acknowledged change must survive a power cut.
        connection.pragma('synchronous = FULL');
        connection.pragma(`journal_size_limit = ${LOG_LIMIT_BYTES}`);
        const [row] = connection.pragma('user_version') as { user_version: number }[];
        this.version = row?.user_version ?? 0;
        this.connection = connection;
        this.isServing = false;
      },
    };
  }

  async acquire(runner: QueryRunner): Promise<void> {
    this.heldSince = performance.now();
    // From now on others wait for this process, so it does not: the queue tries again later.
    if (!this.isServing) await runner.query('PRAGMA busy_timeout = 0');
    this.isServing = true;
    this.files?.requireInPlaceLately();
    // Of a work whose ROLLBACK failed.
    if (this.connection?.inTransaction) await runner.query('ROLLBACK');
  }

  requireInPlace(): void {
    this.files?.requireInPlace();
  }

  opening(mode: Mode): readonly string[] {
    if (mode === 'snapshot') return ['BEGIN'];
    // Taking the write lock at once avoids the upgrade that fails where two processes write.
    return mode === 'write' ? ['BEGIN IMMEDIATE'] : [];
  }

  async send(runner: QueryRunner, statements: readonly Statement[]): Promise<StatementResult[]> {
    const results: StatementResult[] = [];
    for (const { sql, values } of statements) {
      await this.giveWay();
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

  classify(error: DriverError): Fault {
    return sqliteFaultOf(error);
  }

  /** In the middle of a long work: its transaction stays open, and nobody else gets its turn. */
  private async giveWay(): Promise<void> {
    if (performance.now() - this.heldSince < HOLD_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.heldSince = performance.now();
  }
}
