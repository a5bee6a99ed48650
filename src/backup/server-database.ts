import { DataSource, type QueryRunner } from 'typeorm';
import type { Config } from '../config/config.js';
import { operatorDataSourceOptions } from '../database/data-source-options.js';
import { driverErrorOf } from '../database/faults.js';
import { takeName } from '../database/named-lock.js';
import type { Restored } from './after-restore.js';
import { quoted } from './copy-facts.js';
import { BackupRefused } from './refused.js';

/** Of a database that this user may not see the server does not say whether it is there. */
const NO_SUCH_DATABASE = new Set([1049, 1044]);
/** Half of what a signed id of 32 bits can count to: PHP has such. */
const ROOM = 2 ** 30;
const NOT_ALLOWED = new Set([1044, 1142, 1227]);

/** A database on a server, past the product. */
export class ServerDatabase implements Restored {
  private constructor(
    readonly name: string,
    private readonly dataSource: DataSource,
    private readonly runner: QueryRunner,
  ) {}

  /** Opens the configured one; undefined where this user sees none of that name. */
  static async open(config: Config): Promise<ServerDatabase | undefined> {
    const dataSource = new DataSource({ ...operatorDataSourceOptions(config), logger: 'debug' });
    try {
      await dataSource.initialize();
    } catch (error) {
      if (NO_SUCH_DATABASE.has(driverErrorOf(error).errno ?? 0)) return undefined;
      throw error;
    }
    const runner = dataSource.createQueryRunner();
    const [row] = (await runner.query('SELECT DATABASE() AS name')) as { name: string }[];
    return new ServerDatabase(row?.name ?? '', dataSource, runner);
  }

  async ask<Row>(sql: string, values: readonly (string | number)[] = []): Promise<Row[]> {
    try {
      return (await this.runner.query(sql, [...values])) as Row[];
    } catch (error) {
      const { errno = 0, sqlMessage } = driverErrorOf(error);
      if (NOT_ALLOWED.has(errno)) throw new BackupRefused(sqlMessage ?? 'The database refuses it.');
      throw error;
    }
  }

  /** Runs a statement that gives nothing back. */
  async run(sql: string): Promise<void> {
    await this.ask(sql);
  }

  async tables(): Promise<string[]> {
    const objects = await this.objects();
    return objects.flatMap(({ kind, name }) => (kind === 'table' ? [name] : []));
  }

  /** All that is in it, as far as this user may see it. */
  async objects(): Promise<{ kind: string; name: string }[]> {
    return this.ask(`
      SELECT CASE TABLE_TYPE WHEN 'VIEW' THEN 'view' WHEN 'SEQUENCE' THEN 'sequence'
             ELSE 'table' END AS kind, TABLE_NAME AS name
        FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()
       UNION ALL SELECT 'trigger', TRIGGER_NAME FROM information_schema.TRIGGERS
        WHERE TRIGGER_SCHEMA = DATABASE()
       UNION ALL SELECT LOWER(ROUTINE_TYPE), ROUTINE_NAME FROM information_schema.ROUTINES
        WHERE ROUTINE_SCHEMA = DATABASE()
       UNION ALL SELECT 'event', EVENT_NAME FROM information_schema.EVENTS
        WHERE EVENT_SCHEMA = DATABASE()`);
  }

  /** Takes a name for this connection alone; false where another one keeps it for so long. */
  async takeName(what: string, withinSeconds: number): Promise<boolean> {
    const ask = this.ask.bind(this);
    return takeName(ask, { what, database: this.name }, withinSeconds);
  }

  /** How many other connections of this user work on it. */
  async othersConnected(): Promise<number> {
    const rows = await this.ask(`
      SELECT ID FROM information_schema.PROCESSLIST
       WHERE DB = DATABASE() AND ID <> CONNECTION_ID()`);
    return rows.length;
  }

  /** Tables that do not take part in transactions: those of a copy are not of one moment. */
  async tablesWithoutTransactions(): Promise<string[]> {
    const rows = await this.ask<{ name: string }>(`
      SELECT t.TABLE_NAME AS name FROM information_schema.TABLES t
        JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE
       WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE <> 'VIEW' AND e.TRANSACTIONS = 'NO'`);
    return rows.map(({ name }) => name);
  }

  async raiseIds(table: string, by: number): Promise<void> {
    const [column] = await this.ask<{ type: string }>(
      `SELECT DATA_TYPE AS type FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()
          AND TABLE_NAME = ? AND COLUMN_NAME = 'id' AND EXTRA LIKE '%auto_increment%'`,
      [table],
    );
    const [row] = await this.ask<{ last: number | string | null }>(
      `SELECT MAX(id) AS last FROM ${quoted(table)}`,
    );
    const next = Number(row?.last ?? 0) + by;
    const hasRoom = /^(int|bigint)$/.test(column?.type ?? '') && next < ROOM;
    if (hasRoom) await this.run(`ALTER TABLE ${quoted(table)} AUTO_INCREMENT = ${next}`);
  }

  async close(): Promise<void> {
    await this.runner.release();
    await this.dataSource.destroy();
  }
}

/** The URL of another database on the same server. */
export function urlOfDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}
