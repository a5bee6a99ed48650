import { isServerDatabase } from './database.js';
import type { Sql } from './sql.js';

/** TypeORM's own books. */
const NOT_OURS = new Set(['coach_schema_migration', 'coach_schema_metadata', 'sqlite_sequence']);

/** A schema as lines that can be compared: columns, keys, checks, references, views. */
export async function schemaOf(sql: Sql): Promise<string[]> {
  const lines = isServerDatabase() ? await serverSchema(sql) : await fileSchema(sql);
  return lines.toSorted();
}

/** Tables and views, without TypeORM's own. */
export async function tablesOf(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }>(
    isServerDatabase()
      ? 'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()'
      : `SELECT name FROM sqlite_master WHERE type IN ('table', 'view')`,
  );
  return rows.map(({ name }) => name).filter((name) => !NOT_OURS.has(name));
}

/** Columns of a table or view, and whether each may be empty. */
export async function columnsOf(sql: Sql, table: string): Promise<Map<string, boolean>> {
  const rows = isServerDatabase()
    ? await sql<{ name: string; nullable: number | string }>(
        `SELECT COLUMN_NAME AS name, IS_NULLABLE = 'YES' AS nullable
           FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`,
        [table],
      )
    : await sql<{ name: string; nullable: number | string }>(
        `SELECT name, "notnull" = 0 AND pk = 0 AS nullable FROM pragma_table_info('${table}')`,
      );
  return new Map(rows.map(({ name, nullable }) => [name, Number(nullable) === 1]));
}

async function serverSchema(sql: Sql): Promise<string[]> {
  const queries = {
    column: `SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT,
        CHARACTER_SET_NAME, COLLATION_NAME, EXTRA
        FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()`,
    key: `SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, SEQ_IN_INDEX, COLUMN_NAME
        FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()`,
    check: `SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE
        FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()`,
    reference: `SELECT k.TABLE_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_NAME, r.DELETE_RULE
        FROM information_schema.KEY_COLUMN_USAGE k
        JOIN information_schema.REFERENTIAL_CONSTRAINTS r
          ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME
       WHERE k.CONSTRAINT_SCHEMA = DATABASE() AND k.REFERENCED_TABLE_NAME IS NOT NULL`,
    view: `SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()`,
  };
  const lines: string[] = [];
  for (const [kind, query] of Object.entries(queries)) {
    const rows = await sql(query);
    const ours = rows.filter((row) => !NOT_OURS.has(String(row.TABLE_NAME)));
    lines.push(...ours.map((row) => `${kind} ${Object.values(row).join(' ')}`));
  }
  return lines;
}

async function fileSchema(sql: Sql): Promise<string[]> {
  const lines: string[] = [];
  for (const table of await tablesOf(sql)) {
    const columns = await sql(`PRAGMA table_info('${table}')`);
    lines.push(...columns.map(({ cid: _, ...column }) => `column ${table} ${valuesOf(column)}`));
    const references = await sql(`PRAGMA foreign_key_list('${table}')`);
    lines.push(
      ...references.map(({ id: _, seq: __, ...rest }) => `reference ${table} ${valuesOf(rest)}`),
    );
    const keys = await sql<{ name: string; unique: number }>(`PRAGMA index_list('${table}')`);
    for (const { name, unique } of keys) {
      const parts = await sql<{ name: string }>(`PRAGMA index_info('${name}')`);
      const label = name.startsWith('sqlite_autoindex') ? 'by itself' : name;
      lines.push(`key ${table} ${label} ${unique} ${parts.map((part) => part.name).join(' ')}`);
    }
    const [{ text } = { text: '' }] = await sql<{ text: string }>(
      'SELECT sql AS text FROM sqlite_master WHERE name = ?',
      [table],
    );
    for (const check of text.match(/CONSTRAINT "?\w+"? CHECK \([^)]*\)/g) ?? []) {
      lines.push(`check ${table} ${check.replaceAll('"', '')}`);
    }
    lines.push(...(text.match(/COLLATE \w+/g) ?? []).map((word) => `collation ${table} ${word}`));
  }
  return lines;
}

function valuesOf(row: Record<string, unknown>): string {
  return Object.values(row).join(' ');
}
