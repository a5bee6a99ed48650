import { existsSync } from 'node:fs';
import Database from 'libsql';
import type { Restored } from './after-restore.js';
import { BackupRefused, Damaged, fileTrouble } from './refused.js';

/** What lies beside a database, and would be taken for a part of another one in its place. */
export const BESIDE = ['-wal', '-shm', '-journal'] as const;

/** Another program may hold its lock for moments. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * A file of the embedded database, which may be in use by the product. It is read and written as it
 * is: the product's own way of opening a file changes it.
 */
export class EmbeddedFile implements Restored {
  private readonly connection: Database.Database;

  /** Throws `BackupRefused` where there is no such file or it is no database. */
  constructor(readonly file: string) {
    // The driver would make one.
    if (!existsSync(file)) throw new BackupRefused(`There is no file ${file}.`);
    try {
      this.connection = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    } catch {
      throw new BackupRefused(`${file} cannot be opened. Check its folder and owner.`);
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the driver knows no waiting
  async ask<Row>(sql: string, values: readonly (string | number)[] = []): Promise<Row[]> {
    try {
      return this.connection.prepare(sql).all(...values) as Row[];
    } catch (error) {
      throw this.explained(error);
    }
  }

  async tables(): Promise<string[]> {
    const rows = await this.ask<{ name: string }>(
      `SELECT name FROM sqlite_master
        WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'`,
    );
    return rows.map(({ name }) => name);
  }

  /** Runs statements that give nothing back. */
  run(sql: string): void {
    try {
      this.connection.exec(sql);
    } catch (error) {
      throw this.explained(error);
    }
  }

  /** Writes its content, as of one moment, into an empty file. Nobody who writes waits for it. */
  copyInto(target: string): void {
    try {
      this.connection.prepare('VACUUM INTO ?').run(target);
    } catch (error) {
      // What it says of writing and reading is about the new file, most likely.
      throw this.explained(error, target);
    }
  }

  /** Throws `BackupRefused` where its pages or keys are damaged. */
  async requireIntegrity(): Promise<void> {
    const rows = await this.ask<{ integrity_check: string }>('PRAGMA integrity_check(1)');
    const said = rows[0]?.integrity_check;
    if (said === 'ok') return;
    // It may say so in several lines.
    const why = said?.replaceAll(/\s*\n\s*/g, ' ') ?? 'unreadable';
    throw new Damaged(`${this.file} is damaged: ${why}`);
  }

  /**
   * Takes the file for this process alone, and writes into it what lies beside it. False where
   * another program has it open: the product, as long as it runs.
   */
  takeAlone(): boolean {
    try {
      this.connection.pragma('busy_timeout = 1000');
      this.connection.pragma('locking_mode = EXCLUSIVE');
      this.connection.pragma('journal_mode = DELETE');
      return true;
    } catch (error) {
      if (String((error as { code?: string }).code).startsWith('SQLITE_BUSY')) return false;
      throw this.explained(error);
    }
  }

  /**
   * Lets a copy keep nothing beside it from here on. To be called before anything is asked: with a
   * log beside it (WAL), a connection keeps its lock until the driver's statements are collected,
   * however long ago it was closed.
   */
  keepNothingBeside(): void {
    this.run('PRAGMA journal_mode = DELETE');
  }

  /** Writes into it what lies beside it, so that it may be moved alone. */
  async writeAllIntoFile(): Promise<void> {
    const rows = await this.ask<{ journal_mode: string }>('PRAGMA journal_mode = DELETE');
    const mode = rows[0]?.journal_mode;
    if (mode !== 'delete') throw new BackupRefused(`${this.file} is still in use (${mode}).`);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the driver knows no waiting
  async raiseIds(table: string, by: number): Promise<void> {
    this.run(
      `INSERT INTO sqlite_sequence (name, seq) SELECT '${table}', 0
        WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '${table}');
       UPDATE sqlite_sequence SET seq = seq + ${by} WHERE name = '${table}'`,
    );
  }

  close(): void {
    this.connection.close();
  }

  private explained(error: unknown, written = this.file): unknown {
    const { code = '' } = (error ?? {}) as { code?: string };
    if (code === 'SQLITE_NOTADB') return new Damaged(`${this.file} is no database.`);
    if (code.startsWith('SQLITE_CORRUPT')) {
      return new Damaged(`${this.file} is damaged, or a part of it is missing.`);
    }
    return fileTrouble(error, written);
  }
}
