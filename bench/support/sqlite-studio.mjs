import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { createConnection } from 'mysql2/promise';
import { STUDIO } from './mariadb.mjs';
import { atTheEnd, runProduct } from './processes.mjs';

/** In the order in which they refer to each other. */
const TABLES = [
  'user',
  'coaches',
  'coach_member_list',
  'coach_usage_history',
  'admin_activity_log',
];
const AT_ONCE = 20_000;

/** The same studio in a file of SQLite, read from the server, for a checkout; gives its URL. */
export async function sqliteStudio(server, size, say, { checkout } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'coach-bench-sqlite-'));
  atTheEnd(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, `${size}.db`);
  const url = `sqlite:${file}`;
  runProduct(['migration:run'], { DATABASE_URL: url }, checkout);
  const from = performance.now();
  const source = await createConnection({
    ...{ uri: server.url(STUDIO).replace(/^mariadb:/, 'mysql:'), dateStrings: true },
  });
  const target = new Database(file);
  target.exec('PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF');
  for (const table of TABLES) await copyTable(source, target, table);
  target.exec('ANALYZE');
  target.close();
  await source.end();
  say(`  ${size} studio on SQLite: ${((performance.now() - from) / 1_000).toFixed(0)} s`);
  return url;
}

/** The columns that both have: an older checkout does not know what was added since. */
async function columnsOfBoth(source, target, table) {
  const [ours] = await source.query(`SHOW COLUMNS FROM ${table}`);
  const theirs = target.prepare(`PRAGMA table_info(${table})`).all();
  const known = new Set(theirs.map(({ name }) => name));
  return ours.map(({ Field }) => Field).filter((name) => known.has(name));
}

async function copyTable(source, target, table) {
  const names = await columnsOfBoth(source, target, table);
  const places = names.map(() => '?').join(', ');
  const columns = names.map((name) => `"${name}"`).join(', ');
  const insert = target.prepare(`INSERT INTO ${table} (${columns}) VALUES (${places})`);
  const named = names.map((name) => `\`${name}\``).join(', ');
  let after = 0;
  for (;;) {
    const [rows] = await source.query({
      sql: `SELECT ${named} FROM ${table} WHERE id > ? ORDER BY id LIMIT ${AT_ONCE}`,
      values: [after],
      rowsAsArray: true,
    });
    if (rows.length === 0) return;
    after = rows.at(-1)[names.indexOf('id')];
    target.exec('BEGIN');
    for (const row of rows) insert.run(row);
    target.exec('COMMIT');
  }
}
