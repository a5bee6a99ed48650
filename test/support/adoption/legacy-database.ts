import { type Connection, createConnection } from 'mysql2/promise';
import { createDatabase } from '../database.js';
import { type LegacyRows, legacyRows } from './legacy-rows.js';
import { type LegacyKind, legacySchema } from './legacy-schema.js';

/** A database as the legacy system leaves it, with a connection like PHP's. */
export interface LegacyDatabase {
  readonly url: string;
  readonly php: Connection;
  readonly rows: LegacyRows;
  /** Runs a statement with its values sent as text, as the legacy pages do. */
  query<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Fills a legacy database of a kind, with so many usages; a new one unless one is named. */
export async function createLegacyDatabase(
  kind: LegacyKind,
  usages = 5_000,
  emptyDatabase?: string,
): Promise<LegacyDatabase> {
  const url = emptyDatabase ?? (await createDatabase());
  const php = await connectAsPhp(url);
  for (const statement of legacySchema(kind)) await php.query(statement);
  const rows = legacyRows(kind, SEED, usages);
  for (const [table, list] of Object.entries(rows)) await insertAll(php, table, list);
  return {
    url,
    php,
    rows,
    query: async <Row>(sql: string, values: unknown[] = []) =>
      (await php.query(sql, values))[0] as Row[],
    close: () => php.end(),
  };
}

/** A connection with the legacy charset and the server's own settings, in no transaction. */
export async function connectAsPhp(url: string): Promise<Connection> {
  return createConnection({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    charset: 'latin1_swedish_ci',
    dateStrings: true,
    // As PHP does, it counts the rows that were changed.
    flags: ['-FOUND_ROWS'],
  });
}

const SEED = 7;
const ROWS_AT_ONCE = 500;

async function insertAll(php: Connection, table: string, rows: LegacyRows[string]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const batch = rows.slice(from, from + ROWS_AT_ONCE);
    const columns = Object.keys(batch[0] ?? {}).map((name) => `\`${name}\``);
    await php.query(`INSERT INTO \`${table}\` (${columns.join(', ')}) VALUES ?`, [
      batch.map((row) => Object.values(row)),
    ]);
  }
}
