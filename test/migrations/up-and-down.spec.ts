import { afterEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { createDatabase } from '../support/database.js';
import { schemaOf, tablesOf } from '../support/schema-dump.js';
import { size } from '../support/size.js';
import { type OpenDatabase, openDatabase } from '../support/sql.js';

/** Migrations to be done and undone, one transaction each, as the product and its scripts do. */
const EACH = { transaction: 'each' } as const;

describe('migrations', () => {
  const open: OpenDatabase[] = [];

  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
  });

  /** A database on which the first so many migrations have run, or all. */
  async function migrated(url: string, count = MIGRATIONS.length): Promise<OpenDatabase> {
    const database = await openDatabase(url, MIGRATIONS.slice(0, count));
    open.push(database);
    await database.dataSource.runMigrations(EACH);
    return database;
  }

  it('go up, down one by one to nothing, and up again to the same schema', async () => {
    const url = await createDatabase();
    const steps: string[][] = [];
    for (let count = 0; count <= MIGRATIONS.length; count += 1) {
      const { sql } = await migrated(url, count);
      steps.push(await schemaOf(sql));
    }
    for (const [index, step] of steps.entries()) {
      if (index > 0)
        expect(step, `migration ${index} changes something`).not.toEqual(steps[index - 1]);
    }

    const { dataSource, sql } = await migrated(url);
    for (let count = MIGRATIONS.length - 1; count >= 0; count -= 1) {
      await dataSource.undoLastMigration(EACH);
      expect(await schemaOf(sql), `with ${count} migrations left`).toEqual(steps[count]);
    }
    expect(await tablesOf(sql)).toEqual([]);

    await dataSource.runMigrations(EACH);
    expect(await schemaOf(sql)).toEqual(steps.at(-1));
  });

  it('have names that rise, as that is the order in which they run', () => {
    const names = MIGRATIONS.map((migration) => Number(/\d{13}$/.exec(migration.name)?.[0]));
    expect(names).toEqual(names.toSorted((a, b) => a - b));
    expect(new Set(names).size).toBe(MIGRATIONS.length);
  });

  it('change nothing where they ran before, but nobody wrote that down', async () => {
    const { dataSource, sql } = await migrated(await createDatabase());
    const before = await schemaOf(sql);
    for (const { name } of MIGRATIONS) {
      await sql('DELETE FROM coach_schema_migration WHERE name = ?', [name]);
      const done = await dataSource.runMigrations(EACH);
      // One that renames a table steps aside for earlier ones, and runs again after them.
      const at = MIGRATIONS.findIndex((one) => one.name === name);
      const again = MIGRATIONS.filter((One, index) => index > at && 'stepsAside' in new One());
      expect(done.map((migration) => migration.name)).toEqual([
        name,
        ...again.map((one) => one.name),
      ]);
    }
    await sql('DELETE FROM coach_schema_migration');
    expect(await dataSource.runMigrations(EACH)).toHaveLength(MIGRATIONS.length);

    expect(await schemaOf(sql)).toEqual(before);
    const types = await sql<{ type_name: string }>('SELECT type_name FROM usertype ORDER BY id');
    expect(types.map((row) => row.type_name)).toEqual(['admin', 'staff', 'coach', 'customer']);
  });

  it('end well however far a first try came', async () => {
    const { sql } = await migrated(await createDatabase());
    const right = await schemaOf(sql);
    for (let statements = 5; ; statements += size({ ci: 97, full: 13 })) {
      const url = await createDatabase();
      const finished = await runSoFar(url, statements);
      const again = await migrated(url);
      expect(await schemaOf(again.sql), `stopped at statement ${statements}`).toEqual(right);
      if (finished) break;
    }
  }, 400_000);

  /** Runs migrations until so many changing statements were sent. Says whether that was all. */
  async function runSoFar(url: string, statements: number): Promise<boolean> {
    const { dataSource, close } = await openDatabase(url);
    let left = statements;
    const createQueryRunner = dataSource.createQueryRunner.bind(dataSource);
    dataSource.createQueryRunner = (mode) => {
      const runner = createQueryRunner(mode);
      const query = runner.query.bind(runner);
      runner.query = async (text: string, ...rest: []) => {
        // To stop before a read is to stop behind the change before it.
        if (!/^\s*(SELECT|SHOW|PRAGMA)\b/i.test(text)) left -= 1;
        if (left < 0 && text !== 'ROLLBACK') throw new Error('killed');
        return await query(text, ...rest);
      };
      return runner;
    };
    try {
      await dataSource.runMigrations(EACH);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ message: 'killed' });
      return false;
    } finally {
      await close();
    }
  }
});
