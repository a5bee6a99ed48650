import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { createDatabase } from '../support/database.js';
import { violations } from '../support/laws.js';
import { tablesOf } from '../support/schema-dump.js';
import { migrate, openDatabase } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const EACH = { transaction: 'each' } as const;

/** What must outlive any migration, up or down. */
interface Survivors {
  readonly people: unknown[];
  readonly subscriptions: unknown[];
  readonly activeUsages: unknown[];
}

/** Every column of every row of the books: what must be there again after coming back up. */
const BOOKS = ['user', 'coaches', 'coach_member_list', 'coach_usage_history', 'admin_activity_log'];

describe('migrations of a database with data', () => {
  let studio: Studio;

  beforeAll(async () => {
    const databaseUrl = await createDatabase();
    await migrate(databaseUrl);
    studio = await openStudio({ databaseUrl });
    const { api, given, clock } = studio;
    const coaches = [await given.coach('Ana Silva'), await given.coach('Ben Ōkami')] as const;
    for (let count = 0; count < 6; count += 1) {
      const coach = count % 2 === 0 ? coaches[0] : coaches[1];
      const member = await given.member({ coach, remaining: 4, name: `Zoë Müller${count}` });
      await given.package(member, { coach: coaches[0], rateType: 'monthly' });
      for (const usageDate of ['2026-03-01', '2026-03-02', '2026-03-03']) {
        const { body } = await api.as(coach).addUsage(member, { usageDate, reason: 'übertragen' });
        if (usageDate.endsWith('2')) await api.as(coach).undo(member, body.usage.id);
      }
      await api.as(coach).addUsage(member, { usageDate: '2026-03-02' });
      await api.as(coach).adjust(member, { adjustment: 3, reason: 'a present 🎁' });
      await api.as(member).startWorkout(member);
    }
    clock.advance({ days: 1 });
  });
  afterAll(() => studio.close());

  async function survivors(): Promise<Survivors> {
    const { sql } = studio;
    const history = await historyTable();
    const noSlots = !(await columnExists(history, 'active_slot'));
    return {
      people: await sql('SELECT id, user_type_id, email, fname, lname FROM `user` ORDER BY id'),
      subscriptions: await sql(
        `SELECT id, coach_id, member_id, status, coach_approval, staff_approval, expires_at,
                remaining_sessions, rate_type FROM coach_member_list ORDER BY id`,
      ),
      activeUsages: await sql(
        `SELECT id, coach_member_id, usage_date, created_at FROM ${history}
          WHERE ${noSlots ? '1 = 1' : 'active_slot = 1'} ORDER BY id`,
      ),
    };
  }

  async function books(): Promise<Record<string, unknown[]>> {
    const rows: Record<string, unknown[]> = {};
    for (const table of BOOKS) {
      rows[table] = await studio.sql(`SELECT * FROM \`${table}\` ORDER BY id`);
    }
    return rows;
  }

  /** Its name before and after the migration that renames it. */
  async function historyTable(): Promise<string> {
    const tables = await tablesOf(studio.sql);
    return tables.includes('coach_usage_history') ? 'coach_usage_history' : 'coach_session_usage';
  }

  async function columnExists(table: string, name: string): Promise<boolean> {
    const runner = studio.app.get(DataSource).createQueryRunner();
    try {
      return await runner.hasColumn(table, name);
    } finally {
      await runner.release();
    }
  }

  /** Undoes all migrations from the one of this name on. */
  async function downTo(name: string): Promise<void> {
    const first = MIGRATIONS.findIndex((migration) => migration.name.startsWith(name));
    expect(first).toBeGreaterThan(0);
    // Tokens and records of requests are gone afterwards.
    const more = { mayDropRows: true };
    const { dataSource, close } = await openDatabase(studio.databaseUrl, MIGRATIONS, {}, more);
    for (let count = MIGRATIONS.length; count > first; count -= 1) {
      await dataSource.undoLastMigration(EACH);
    }
    await close();
  }

  async function upAgain(): Promise<void> {
    const { dataSource, close } = await openDatabase(studio.databaseUrl);
    await dataSource.runMigrations(EACH);
    await close();
  }

  it('start from books that add up', async () => {
    expect(await violations(studio.sql)).toEqual([]);
    const { people, subscriptions, activeUsages } = await survivors();
    expect([people.length, subscriptions.length, activeUsages.length]).toEqual([9, 12, 24]);
  });

  // Below the first of them there are no people either.
  it.each(MIGRATIONS.slice(1).map(({ name }) => name.replace(/\d+$/, '')))(
    'lose nobody and no usage that counts down before %s, and nothing at all up again',
    async (name) => {
      const before = await survivors();
      const all = await books();

      await downTo(name);
      expect(await survivors()).toEqual(before);

      await upAgain();
      expect(await books()).toEqual(all);
      expect(await violations(studio.sql)).toEqual([]);
    },
  );

  it('keep nothing behind once everything is back', async () => {
    const tables = await tablesOf(studio.sql);
    expect(tables.filter((name) => name.includes('archived'))).toEqual([]);
  });

  it('leave a product that works', async () => {
    const { api, given, sql } = studio;
    const [member] = await sql<{ id: number }>(
      'SELECT id FROM `user` WHERE user_type_id = 4 ORDER BY id',
    );
    const tom = { id: member?.id ?? 0 };
    const admin = api.as(await given.admin());

    const before = await admin.member(tom);
    const answer = await admin.startWorkout(tom);

    expect(answer.status).toBe(201);
    expect(answer.body.package.remaining).toBe(before.body.packages[1].remaining - 1);
    expect(await admin.startWorkout(tom)).toMatchObject({
      status: 200,
      body: { reason: 'already_used_today' },
    });
  });
});
