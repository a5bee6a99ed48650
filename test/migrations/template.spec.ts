import { afterEach, describe, expect, it } from 'vitest';
import { createDatabase, createMigratedDatabase, isServerDatabase } from '../support/database.js';
import { schemaOf } from '../support/schema-dump.js';
import { migrate, openDatabase, type Sql } from '../support/sql.js';

/** The statement that makes a table or view, as the database keeps it. */
async function definitions(sql: Sql): Promise<Map<string, string>> {
  if (!isServerDatabase()) {
    const rows = await sql<{ name: string; text: string }>(
      'SELECT name, sql AS text FROM sqlite_master ORDER BY name',
    );
    return new Map(rows.map(({ name, text }) => [name, text]));
  }
  const names = (await sql('SHOW TABLES')).flatMap((row) => Object.values(row).map(String));
  const made = new Map<string, string>();
  for (const name of names.toSorted()) {
    const [row = {}] = await sql(`SHOW CREATE TABLE \`${name}\``);
    made.set(name, String(Object.values(row)[1]));
  }
  return made;
}

/** Everything that a database holds: schema, definitions, and the rows of each table. */
async function contentsOf(sql: Sql) {
  const made = await definitions(sql);
  const rows: Record<string, unknown[]> = {};
  for (const [name, text] of made) {
    if (/^CREATE (TABLE|.*VIEW)/.test(text)) rows[name] = await sql(`SELECT * FROM \`${name}\``);
  }
  return { schema: await schemaOf(sql), made: Object.fromEntries(made), rows };
}

describe('the copy that most tests work on', () => {
  const open: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  async function contents(url: string) {
    const database = await openDatabase(url);
    open.push(database);
    return contentsOf(database.sql);
  }

  it('is what the migrations make, in its schema and in its rows', async () => {
    const url = await createDatabase();
    await migrate(url);
    const migrated = await contents(url);
    const copied = await contents(await createMigratedDatabase());

    expect(copied).toEqual(migrated);
    expect(migrated.schema.length).toBeGreaterThan(100);
    expect(migrated.rows.coach_schema_migration?.length).toBeGreaterThan(5);
  });

  it('is a copy for each test', async () => {
    const [one, other] = [await createMigratedDatabase(), await createMigratedDatabase()];
    const { sql, close } = await openDatabase(one);
    open.push({ close });
    await sql('DELETE FROM coach_schema_migration');
    const { rows } = await contents(other);
    expect(rows.coach_schema_migration?.length).toBeGreaterThan(5);
  });
});
