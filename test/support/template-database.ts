import { copyFile } from 'node:fs/promises';
import { createConnection, format } from 'mysql2/promise';
import { migrate, openDatabase } from './sql.js';

/** A migrated database that test databases are copied from: migrating each of them is slow. */
export async function createTemplate(base: string): Promise<string> {
  const url = base.startsWith('sqlite:') ? `${base}template.db` : `${base}template`;
  if (base.startsWith('sqlite:')) {
    await migrate(url);
    await writeBack(url);
    return url;
  }
  await onServer(base, (query) => query('CREATE DATABASE template'));
  await migrate(url);
  return onServer(url, scriptOf);
}

/** The file alone is copied; a closed connection writes its -wal back when it is collected. */
async function writeBack(url: string): Promise<void> {
  const { sql, close } = await openDatabase(url);
  await sql('PRAGMA wal_checkpoint(TRUNCATE)');
  await close();
}

/** Makes a file that is the same as the template. `template` is what `createTemplate` gave. */
export async function copyFileTemplate(template: string, url: string): Promise<void> {
  const [from, to] = [template, url].map((one) => one.slice('sqlite:'.length)) as [string, string];
  await copyFile(from, to);
}

/** Makes a database on a server that is the same as the template. */
export async function copyServerTemplate(
  template: string,
  base: string,
  name: string,
): Promise<void> {
  await onServer(base, (query) => query(`CREATE DATABASE ${name}; USE ${name}; ${template}`));
}

type Query = (sql: string) => Promise<Record<string, unknown>[]>;

async function onServer<Result>(
  url: string,
  work: (query: Query) => Promise<Result>,
): Promise<Result> {
  const connection = await createConnection({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    multipleStatements: true,
    // Values as the server writes them, so that they can be written again.
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    jsonStrings: true,
  });
  try {
    return await work(async (sql) => (await connection.query(sql))[0] as Record<string, unknown>[]);
  } finally {
    await connection.end();
  }
}

/** The statements that make the tables, their rows and the views of a database once more. */
async function scriptOf(query: Query): Promise<string> {
  const tables: string[] = [];
  const views: string[] = [];
  for (const row of await query('SHOW FULL TABLES')) {
    const [name, type] = Object.values(row) as [string, string];
    const [made = {}] = await query(`SHOW CREATE TABLE \`${name}\``);
    const statement = String(Object.values(made)[1]);
    if (type === 'VIEW') views.push(statement);
    else tables.push(statement, ...(await insertsOf(query, name)));
  }
  const foreignKeys = (checks: 0 | 1) => `SET foreign_key_checks = ${checks}`;
  return [foreignKeys(0), ...tables, ...views, foreignKeys(1)].join(';\n');
}

async function insertsOf(query: Query, table: string): Promise<string[]> {
  const rows = await query(`SELECT * FROM \`${table}\``);
  return rows.map((row) =>
    format('INSERT INTO ?? (??) VALUES (?)', [table, Object.keys(row), Object.values(row)] as (
      string | string[]
    )[]),
  );
}
