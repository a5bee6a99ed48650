import { MigrationExecutor } from 'typeorm';
import { afterEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { SchemaState } from '../../src/database/schema-state.js';
import { createDatabase, isServerDatabase } from '../support/database.js';
import { AFTER_FIRST_VERSION, createFirstVersion } from '../support/first-version.js';
import { violations } from '../support/laws.js';
import { schemaOf, tablesOf } from '../support/schema-dump.js';
import { migrate, type OpenDatabase, openDatabase } from '../support/sql.js';
import { openStudio } from '../support/studio.js';

const EACH = { transaction: 'each' } as const;
const RECORD = `SELECT name FROM coach_schema_migration ORDER BY id`;
const FOREIGN = `CREATE TABLE migrations (id integer PRIMARY KEY, timestamp bigint NOT NULL,
                                          name varchar(255) NOT NULL)`;
const TOM = { id: 3 };

/** It converted its tables to utf8mb4, for which the server took larger types of text. */
function converted(line: string): string {
  return line
    .replace(/ (medium|long)text /, ' text ')
    .replace('utf8mb4_general', 'utf8mb4_unicode');
}

describe('a database of the first version', () => {
  const open: OpenDatabase[] = [];

  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
  });

  async function opened(url: string, more?: { mayDropRows: boolean }): Promise<OpenDatabase> {
    const database = await openDatabase(url, undefined, {}, more);
    open.push(database);
    return database;
  }

  async function namesOnRecord({ sql }: OpenDatabase): Promise<string[]> {
    return (await sql<{ name: string }>(RECORD)).map(({ name }) => name);
  }

  it('is migrated from where it stands, to the schema of a new one', async () => {
    const database = await opened(await createFirstVersion());
    const done = await database.dataSource.runMigrations(EACH);

    expect(done.map(({ name }) => name)).toEqual(MIGRATIONS.slice(7).map(({ name }) => name));
    expect(await namesOnRecord(database)).toEqual(MIGRATIONS.map(({ name }) => name));
    const fresh = await opened(await createDatabase());
    await fresh.dataSource.runMigrations(EACH);
    expect((await schemaOf(database.sql)).map(converted)).toEqual(
      (await schemaOf(fresh.sql)).map(converted),
    );
  });

  it('keeps its people and its books, and goes on being used', async () => {
    const url = await createFirstVersion();
    if (isServerDatabase()) await migrate(url);
    const studio = await openStudio({ databaseUrl: url, now: AFTER_FIRST_VERSION });
    await studio.app.get(SchemaState).migrateIfEmbedded();
    const account = { email: 'admin@example.com', password: 'a password of old' };
    expect(await studio.api.post('/auth/login', account)).toMatchObject({ status: 200 });
    const admin = studio.api.as({ id: 1, role: 'admin' });

    const history = await admin.history(TOM);
    const kinds = history.body.data.map((row: { kind: string }) => row.kind);
    expect(kinds.toSorted()).toEqual(['adjustment', 'automatic', 'grant', 'manual']);
    const started = await admin.startWorkout(TOM);
    expect(started).toMatchObject({ status: 201, body: { package: { remaining: 10 } } });
    expect(await violations(studio.sql)).toEqual([]);
    await studio.close();
  });

  it('is shown as what it is, and goes back to nothing', async () => {
    const database = await opened(await createFirstVersion(), { mayDropRows: true });
    expect(await database.dataSource.lastMigration()).toBe('SessionSummary1700000007000');
    for (let count = 0; count < 7; count += 1) await database.dataSource.undoLastMigration(EACH);
    expect(await database.dataSource.lastMigration()).toBeUndefined();
    expect(await tablesOf(database.sql)).toEqual([]);
  });

  it('is recognised after an attempt without that, which left an empty record', async () => {
    const database = await opened(await createFirstVersion());
    await new MigrationExecutor(database.dataSource).showMigrations();
    expect(await namesOnRecord(database)).toEqual([]);
    expect(await database.dataSource.lastMigration()).toBe('SessionSummary1700000007000');
  });

  it('is not reverted where it was PHP’s, and no definitions were written down', async () => {
    const database = await opened(await createFirstVersion(), { mayDropRows: true });
    await database.sql("DELETE FROM coach_schema_origin WHERE table_name = 'coach_member_list'");
    const before = await tablesOf(database.sql);
    await expect(database.dataSource.undoLastMigration(EACH)).rejects.toThrow('nothing to go back');
    expect(await database.dataSource.lastMigration()).toBe('SessionSummary1700000007000');
    const record = ['coach_schema_migration', 'migrations'];
    const left = (tables: string[]) => tables.filter((name) => !record.includes(name)).toSorted();
    expect(left(await tablesOf(database.sql))).toEqual(left(before));
  });

  it('moves its record once, however many processes start at once', async () => {
    const url = await createFirstVersion();
    const both = [await opened(url), await opened(url)];
    await Promise.allSettled(both.map(({ dataSource }) => dataSource.lastMigration()));
    const database = await opened(url);
    expect(await database.dataSource.lastMigration()).toBe('SessionSummary1700000007000');
    const names = await namesOnRecord(database);
    expect(names).toEqual(MIGRATIONS.slice(0, 7).map(({ name }) => name));
  });

  it('leaves records of another program in that table', async () => {
    const database = await opened(await createFirstVersion());
    await database.sql(
      `INSERT INTO migrations (id, timestamp, name)
       VALUES (99, 1600000000000, 'Other1600000000000')`,
    );
    await database.dataSource.runMigrations(EACH);
    const left = await database.sql('SELECT id, name FROM migrations');
    expect(left).toEqual([{ id: 99, name: 'Other1600000000000' }]);
    expect(await namesOnRecord(database)).toHaveLength(MIGRATIONS.length);
  });
});

describe('a table `migrations` that is not ours', () => {
  const LIKE_LARAVEL = `CREATE TABLE migrations (id integer PRIMARY KEY,
                          migration varchar(255) NOT NULL, batch integer NOT NULL)`;

  it.each([
    ['a PHP framework', LIKE_LARAVEL, "(1, '2014_10_12_000000_create_users_table', 1)"],
    ['another program', FOREIGN, "(1, 1700000001000, 'LegacyTables1700000001000')"],
  ])('of %s stays as it is, and all migrations run', async (_, table, values) => {
    const { dataSource, sql, close } = await openDatabase(await createDatabase());
    await sql(table);
    await sql(`INSERT INTO migrations VALUES ${values}`);
    const before = await sql('SELECT * FROM migrations');
    const done = await dataSource.runMigrations(EACH);
    // Once more, now that tables of ours are there.
    await dataSource.runMigrations(EACH);
    expect(done).toHaveLength(MIGRATIONS.length);
    expect(await sql('SELECT * FROM migrations')).toEqual(before);
    await close();
  });
});
