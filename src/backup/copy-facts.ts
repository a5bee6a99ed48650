import { BOOKKEEPING } from '../database/dialects/dialect.js';
import { BackupRefused } from './refused.js';

/** Where changes are written down, each with its activity. */
export const LOG = 'admin_activity_log';
/** Which migrations have run. */
export const RECORD = BOOKKEEPING.migrationsTableName;
/** Without this table a database is not of this product, nor of the PHP system. */
const PACKAGES = 'coach_member_list';

/** Throws `BackupRefused` where nothing is of this product, nor of the PHP system. */
export function requireOurs({ rows }: CopyFacts, what: string): void {
  if (rows[PACKAGES] !== undefined) return;
  throw new BackupRefused(`${what} has no table ${PACKAGES}: it is of another program, or empty.`);
}

/** The last row of the log. */
export interface Newest {
  readonly id: number;
  /** As it is stored. */
  readonly at: string;
}

/** What a database, or a copy of one, holds. */
export interface CopyFacts {
  /** Names of the migrations that have run. */
  readonly migrations: readonly string[];
  /** How many rows each table has. */
  readonly rows: Readonly<Record<string, number>>;
  readonly newest: Newest | null;
}

/** A database that can be asked. */
export interface Asked {
  ask<Row>(sql: string, values?: readonly (string | number)[]): Promise<Row[]>;
  /** The names of its tables, without views. */
  tables(): Promise<string[]>;
}

/** Counts what a database holds. */
export async function factsOf(database: Asked): Promise<CopyFacts> {
  const rows: Record<string, number> = {};
  const tables = await database.tables();
  for (const table of tables) rows[table] = await countOf(database, table);
  return { rows, ...(await historyOf(database, tables)) };
}

/** As `factsOf`, without counting anything but the log. */
export async function quickFactsOf(database: Asked): Promise<CopyFacts> {
  const tables = await database.tables();
  const rows: Record<string, number> = {};
  if (tables.includes(LOG)) rows[LOG] = await countOf(database, LOG);
  return { rows, ...(await historyOf(database, tables)) };
}

/** The time of an activity as it is stored; undefined where there is none of that id. */
export async function timeOf(database: Asked, id: number): Promise<string | undefined> {
  const sql = `SELECT CAST(created_at AS CHAR) AS at FROM ${LOG} WHERE id = ?`;
  return (await database.ask<{ at: string }>(sql, [id]))[0]?.at;
}

async function countOf(database: Asked, table: string): Promise<number> {
  const sql = `SELECT COUNT(*) AS n FROM ${quoted(table)}`;
  return Number((await database.ask<{ n: number | string }>(sql))[0]?.n ?? 0);
}

async function historyOf(database: Asked, tables: readonly string[]) {
  const migrations = tables.includes(RECORD)
    ? await database.ask<{ name: string }>(`SELECT name FROM ${RECORD} ORDER BY id`)
    : [];
  const newest = tables.includes(LOG)
    ? await database.ask<Newest>(
        `SELECT id, CAST(created_at AS CHAR) AS at FROM ${LOG} ORDER BY id DESC LIMIT 1`,
      )
    : [];
  return { migrations: migrations.map(({ name }) => name), newest: newest[0] ?? null };
}

/** A name in SQL. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
