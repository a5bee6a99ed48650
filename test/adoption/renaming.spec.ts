import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { afterEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { bookedAndVerified, revert } from '../support/adoption/adopting.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { factsOf } from '../support/adoption/legacy-facts.js';
import { PhpPages } from '../support/adoption/php-pages.js';
import { Php } from '../support/adoption/php.js';
import { outcomeOf, stopAfter } from '../support/adoption/stopping.js';
import { size } from '../support/size.js';
import { migrate, openDatabase } from '../support/sql.js';

const EACH = { transaction: 'each' } as const;
const STEP = 'HistoryTable1700000011000';
const BEFORE = MIGRATIONS.slice(
  0,
  MIGRATIONS.findIndex(({ name }) => name === STEP),
);
const TIMES = size({ ci: 4, full: 40 });
/** Waiting for each other is all that a writer of PHP may notice. */
const DEADLOCK = 1213;

describe('the table of the history gets another name', () => {
  let legacy: LegacyDatabase;
  afterEach(() => legacy.close());

  /** A database that was taken over before there was this step, and PHP has gone on since. */
  async function adoptedBefore(usages = 300): Promise<void> {
    legacy = await createLegacyDatabase('enhanced', usages);
    const { dataSource, close } = await openDatabase(legacy.url, BEFORE);
    await dataSource.runMigrations(EACH);
    await close();
  }

  /** This step and later ones, up or down. */
  async function up(): Promise<void> {
    await migrate(legacy.url);
  }
  async function down(): Promise<void> {
    await revert(legacy.url, { steps: MIGRATIONS.length - BEFORE.length });
  }

  it('in a database taken over before: PHP sees what it wrote, and the laws hold', async () => {
    await adoptedBefore();
    const pages = new PhpPages(legacy);
    const [{ total } = {}] = (await pages.revenue()).slice(-1);
    expect(Number(total)).toBeGreaterThan(300);
    await up();
    expect((await pages.revenue()).at(-1)).toMatchObject({ total: 300 });
    expect(await bookedAndVerified(legacy.url)).toMatchObject({ holds: true, violations: [] });
  });

  it('while PHP writes: none of its statements fails, up and down', async () => {
    await adoptedBefore();
    const writers = await Promise.all([0, 1, 2, 3].map(() => Php.connect(legacy.url)));
    const done = {
      isOver: false,
      statements: 0,
      inserted: 0,
      errors: [] as string[],
    };
    const packages = await legacy.query<{ id: number }>(
      "SELECT id FROM coach_member_list WHERE rate_type = 'package' ORDER BY id LIMIT 40",
    );
    const write = async (php: Php, nth: number) => {
      for (let n = 0; !done.isOver; n += 1) {
        const id = packages[(n * 4 + nth) % packages.length]?.id ?? 0;
        const day = new Date(Date.UTC(2027, 0, 1 + Math.floor(n / 10))).toISOString().slice(0, 10);
        try {
          await php.hasUsage(id, day);
          await php.takeSession(id);
          if (await php.noteUsage(id, day)) done.inserted += 1;
          await php.run('SELECT COUNT(*) FROM coach_session_usage');
          done.statements += 4;
        } catch (error) {
          const { errno, message } = error as { errno?: number; message: string };
          if (errno !== DEADLOCK) done.errors.push(message);
        }
      }
    };
    const writing = writers.map(write);
    for (let time = 0; time < TIMES; time += 1) {
      await up();
      await sleep(20);
      await down();
    }
    await up();
    done.isOver = true;
    await Promise.all(writing);
    await Promise.all(writers.map((php) => php.close()));

    expect(done.errors).toEqual([]);
    expect(done.statements).toBeGreaterThan(100);
    const [row] = await legacy.query(
      "SELECT COUNT(*) AS n FROM coach_session_usage WHERE usage_date >= '2027-01-01'",
    );
    expect(row).toEqual({ n: done.inserted });
    // Two packages of a pair, used on one day, are noted and no violation.
    expect(await bookedAndVerified(legacy.url)).toMatchObject({ holds: true });
  });

  it('a stop at any statement is mended by running on, and by going back', async () => {
    await adoptedBefore();
    const before = { facts: await factsOf(legacy), books: await booksBefore() };
    const all = await stopAfter(legacy.url, 'migration:run', Number.POSITIVE_INFINITY);
    const right = await outcomeOf(legacy);
    await down();
    const total = all?.length ?? 0;
    const step = size({ ci: Math.ceil(total / 12), full: 1 });
    for (let statements = total - 1; statements > 0; statements -= step) {
      const about = `stopped after ${statements} of ${total}`;
      expect(await stopAfter(legacy.url, 'migration:run', statements)).toBeUndefined();
      await up();
      expect(await outcomeOf(legacy), about).toEqual(right);
      await down();

      await stopAfter(legacy.url, 'migration:run', statements);
      await goBack();
      expect({ facts: await factsOf(legacy), books: await booksBefore() }, about).toEqual(before);
    }
  });

  it('a stop of the way back is mended by going on, and by coming back', async () => {
    await adoptedBefore();
    const before = { facts: await factsOf(legacy), books: await booksBefore() };
    await up();
    const right = await outcomeOf(legacy);
    for (let statements = 4; statements < 60; statements += size({ ci: 7, full: 1 })) {
      await stopAfter(legacy.url, 'migration:revert', statements);
      await up();
      expect(await outcomeOf(legacy), `stopped after ${statements}`).toEqual(right);
      await stopAfter(legacy.url, 'migration:revert', statements);
      await goBack();
      expect({ facts: await factsOf(legacy), books: await booksBefore() }).toEqual(before);
      await up();
    }
  });

  it('rights on the single table stop it before anything has changed, and are named', async () => {
    await adoptedBefore();
    const name = new URL(legacy.url).pathname.slice(1);
    const user = `'php_${name.slice(2, 10)}'@'127.0.0.1'`;
    await legacy.query(`CREATE USER ${user} IDENTIFIED BY 'one'`);
    const rights = 'SELECT, INSERT, UPDATE, DELETE';
    await legacy.query(`GRANT ${rights} ON coach_session_usage TO ${user}`);

    const error = await migrate(legacy.url).catch((reason: unknown) => reason);
    const grant = /GRANT CREATE, DELETE, INSERT, SELECT, UPDATE ON coach_usage_history TO .*;/;
    const [statement] = grant.exec(String(error)) ?? [];
    expect(statement).toBeDefined();
    expect(await legacy.query('SHOW COLUMNS FROM coach_session_usage LIKE ?', ['hidden%'])).toEqual(
      [],
    );

    await legacy.query(String(statement));
    await migrate(legacy.url);
    const { hostname: host, port } = new URL(legacy.url);
    const php = await createConnection({
      host,
      port: Number(port),
      user: `php_${name.slice(2, 10)}`,
      password: 'one',
      database: name,
    });
    const [rows] = await php.query('SELECT COUNT(*) AS n FROM coach_session_usage');
    expect(rows).toEqual([{ n: 300 }]);
    await php.end();
    await legacy.query(`DROP USER ${user}`);
  });

  /** Reverts this step and later ones; where that was an earlier one, it runs again. */
  async function goBack(): Promise<void> {
    const done = await legacy.query<{ name: string }>('SELECT name FROM coach_schema_migration');
    const later = done.filter(({ name }) => !BEFORE.some((one) => one.name === name));
    await revert(legacy.url, { steps: Math.max(later.length, 1) });
    const { dataSource, close } = await openDatabase(legacy.url, BEFORE);
    await dataSource.runMigrations(EACH);
    await close();
  }

  async function booksBefore() {
    return legacy.query('SELECT * FROM coach_session_usage ORDER BY id');
  }
});
