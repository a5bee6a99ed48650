import { afterEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { LastingIds1700000014000 } from '../../migrations/1700000014000-lasting-ids.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import { createDatabase } from '../support/database.js';
import { digestOfRecords, writeOldRecords } from '../support/request-records.js';
import { schemaOf } from '../support/schema-dump.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { type OpenDatabase, openDatabase } from '../support/sql.js';
import { openStudio } from '../support/studio.js';

const EACH = { transaction: 'each' } as const;
const { name: NAME } = LastingIds1700000014000;
const AT = MIGRATIONS.findIndex(({ name }) => name === NAME);
/** Of the process that migrates: the rows stay in the database. */
const MAX_GROWTH_MIB = 128;
const MAX_SECONDS = 120;

describe('the migration to ids that do not run out', () => {
  const open: OpenDatabase[] = [];

  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
  });

  async function opened(url: string, count = AT + 1): Promise<OpenDatabase> {
    const database = await openDatabase(url, MIGRATIONS.slice(0, count));
    open.push(database);
    return database;
  }

  /** A database as the release before made it. */
  async function before(records: number): Promise<string> {
    const url = await createDatabase();
    const { dataSource, sql } = await opened(url, AT);
    await dataSource.runMigrations(EACH);
    await writeOldRecords(sql, records);
    return url;
  }

  const growthOf = async (work: () => Promise<unknown>) => {
    const [rss, startedAt] = [process.memoryUsage().rss, performance.now()];
    await work();
    const mib = (process.memoryUsage().rss - rss) / 2 ** 20;
    return { mib, seconds: (performance.now() - startedAt) / 1000 };
  };

  it(
    'keeps every record on its way there, back and there again',
    async () => {
      const records = size({ ci: 3_000, full: 200_000 });
      const { dataSource, sql } = await opened(await before(records));
      const held = await digestOfRecords(sql);
      expect(held.count).toBe(records);

      for (const way of ['up', 'down', 'up again'] as const) {
        const { mib, seconds } = await growthOf(() =>
          way === 'down' ? dataSource.undoLastMigration(EACH) : dataSource.runMigrations(EACH),
        );
        process.stdout.write(
          `${way}: ${records} records, ${seconds.toFixed(1)} s, ${mib.toFixed(0)} MiB\n`,
        );
        expect(await digestOfRecords(sql), way).toEqual(held);
        expect(mib, way).toBeLessThan(MAX_GROWTH_MIB);
        expect(seconds, way).toBeLessThan(MAX_SECONDS);
      }
      const odd = await sql(
        `SELECT actor_key, actor_id FROM coach_idempotency_key WHERE actor_key = 'u0' LIMIT 2`,
      );
      expect(odd).toEqual([
        { actor_key: 'u0', actor_id: 0 },
        { actor_key: 'u0', actor_id: 0 },
      ]);
    },
    SIZED_TIMEOUT_MS,
  );

  it('ends well, and keeps the records, at whatever statement a try was stopped', async () => {
    const url = await before(20);
    const { sql } = await opened(url);
    const held = await digestOfRecords(sql);
    const schemas = { down: await schemaOf(sql), up: [] as string[] };
    schemas.up = await migratedFrom(url, sql);

    for (const way of ['down', 'up'] as const) {
      for (let statements = 0; ; statements += 1) {
        if (way === 'up') await taken(url);
        const isDone = await stoppedAt(url, way, statements);
        const label = `${way}, stopped at statement ${statements}`;
        expect(await digestOfRecords(sql), label).toEqual(held);
        // Whoever goes on does not know that it was stopped.
        expect(await migratedFrom(url, sql), label).toEqual(schemas.up);
        await taken(url);
        expect(await schemaOf(sql), label).toEqual(schemas.down);
        expect(await digestOfRecords(sql), label).toEqual(held);
        await migratedFrom(url, sql);
        if (isDone) break;
        expect(statements).toBeLessThan(100);
      }
    }
  }, 300_000);

  async function migratedFrom(url: string, sql: OpenDatabase['sql']): Promise<string[]> {
    const { dataSource, close } = await openDatabase(url, MIGRATIONS.slice(0, AT + 1));
    await dataSource.runMigrations(EACH);
    await close();
    return schemaOf(sql);
  }

  /** Takes it back, if it is there. */
  async function taken(url: string): Promise<void> {
    const { dataSource, close } = await openDatabase(url, MIGRATIONS.slice(0, AT + 1));
    if ((await dataSource.lastMigration()) === NAME) await dataSource.undoLastMigration(EACH);
    await close();
  }

  /** Goes one way until it has sent so many statements. Says whether that was all. */
  async function stoppedAt(url: string, way: 'up' | 'down', statements: number): Promise<boolean> {
    const { dataSource, close } = await openDatabase(url, MIGRATIONS.slice(0, AT + 1));
    let left = statements;
    let hasBegun = false;
    const migration = dataSource.migrations.find((one) => one.constructor.name === NAME);
    if (!migration) throw new Error(`${NAME} is not there`);
    const go = migration[way].bind(migration);
    migration[way] = async (runner) => {
      hasBegun = true;
      await go(runner);
    };
    const createQueryRunner = dataSource.createQueryRunner.bind(dataSource);
    const watched = new WeakSet<object>();
    dataSource.createQueryRunner = (mode) => {
      const runner = createQueryRunner(mode);
      // On a file it is the same one each time.
      if (watched.has(runner)) return runner;
      watched.add(runner);
      const query = runner.query.bind(runner);
      runner.query = async (text: string, ...rest: []) => {
        if (hasBegun) left -= 1;
        if (left < 0 && text !== 'ROLLBACK') throw new Error('killed');
        return await query(text, ...rest);
      };
      return runner;
    };
    try {
      await (way === 'up' ? dataSource.runMigrations(EACH) : dataSource.undoLastMigration(EACH));
      return true;
    } catch (error) {
      expect(error).toMatchObject({ message: 'killed' });
      return false;
    } finally {
      await close();
    }
  }

  it('has the same request answered the same, after it was taken back and done again', async () => {
    const first = await openStudio();
    const ana = await first.given.coach();
    const tom = await first.given.member({ coach: ana, remaining: 10 });
    const present = { adjustment: 2, reason: 'a present 🎁' };
    const answer = await first.api.as(ana).adjust(tom, present, { key: 'mine' });
    expect(answer.status).toBe(200);
    await first.close();

    const { dataSource, sql } = await opened(first.databaseUrl, MIGRATIONS.length);
    for (let left = MIGRATIONS.length; left > AT; left -= 1) {
      await dataSource.undoLastMigration(EACH);
    }
    // As the release before looks for it.
    const kept = await sql<{ answer: string }>(
      `SELECT id, fingerprint, status, answer FROM coach_idempotency_key
        WHERE actor_id = ? AND status = 200 AND expires_at > '2026-03-12 00:00:00'`,
      [ana.id],
    );
    expect(kept.map((row) => JSON.parse(row.answer) as unknown)).toEqual([answer.body]);
    await dataSource.runMigrations(EACH);

    const again = await openStudio({ databaseUrl: first.databaseUrl });
    const replay = await again.api.as(ana).adjust(tom, present, { key: 'mine' });
    expect([replay.status, replay.text]).toEqual([200, answer.text]);
    expect(replay.headers.get('idempotency-replayed')).toBe('true');
    const { holds, text } = await again.app.get(VerifyService).verify();
    expect(holds, text).toBe(true);
    expect(text).toMatch(/[1-9]\d* idempotency records/);
    await again.close();
  });
});
