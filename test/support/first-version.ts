import { readFileSync } from 'node:fs';
import { createDatabase, isServerDatabase } from './database.js';
import { openDatabase } from './sql.js';

const FOLDER = 'test/fixtures/first-version';
const ROWS = JSON.parse(readFileSync(`${FOLDER}/rows.json`, 'utf8')) as Record<
  string,
  Record<string, string | number | null>[]
>;

/** A time at which the tokens of that studio were valid, just after its last session. */
export const AFTER_FIRST_VERSION = '2026-11-27T09:00:00Z';

/** A new database as the first version made it and worked on it: an admin, a coach, a member. */
export async function createFirstVersion(): Promise<string> {
  const url = await createDatabase();
  const { sql, close } = await openDatabase(url);
  const file = isServerDatabase() ? 'mariadb.sql' : 'sqlite.sql';
  const statements = readFileSync(`${FOLDER}/${file}`, 'utf8').replace(/^--.*\n/, '');
  for (const statement of statements.split(/;\n/)) if (statement.trim()) await sql(statement);
  for (const [table, rows] of Object.entries(ROWS)) {
    for (const row of rows) {
      const names = Object.keys(row).map((name) => `\`${name}\``);
      const values = names.map(() => '?').join(', ');
      const into = `INSERT INTO \`${table}\` (${names.join(', ')})`;
      await sql(`${into} VALUES (${values})`, Object.values(row));
    }
  }
  await close();
  return url;
}
