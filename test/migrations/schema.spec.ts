import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GivenMember } from '../support/given.js';
import type { TestPerson } from '../support/api.js';
import { createDatabase } from '../support/database.js';
import { columnsOf } from '../support/schema-dump.js';
import { migrate } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

/** What both drivers say when a CHECK or a unique key refuses a row. */
const CHECK = /CHECK constraint failed|CONSTRAINT .* failed/;
const UNIQUE = /UNIQUE constraint failed|Duplicate entry/;

describe('the migrated schema', () => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;
  let second: number;

  beforeAll(async () => {
    const databaseUrl = await createDatabase();
    await migrate(databaseUrl);
    studio = await openStudio({ databaseUrl });
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 5 });
    second = (await studio.given.package(tom, { coach: ana, remaining: 5 })).id;
  });
  afterAll(() => studio.close());

  it('has every column of every entity, and lets the same ones be empty', async () => {
    const entities = studio.app.get(DataSource).entityMetadatas;
    expect(entities.map((entity) => entity.tableName)).toEqual(
      expect.arrayContaining(['user', 'coach_member_list', 'coach_usage_history']),
    );
    for (const { tableName, tableType, columns } of entities) {
      const found = await columnsOf(studio.sql, tableName);
      for (const { databaseName, isNullable } of columns) {
        expect([...found.keys()], tableName).toContain(databaseName);
        if (tableType !== 'view') {
          expect(found.get(databaseName), `${tableName}.${databaseName}`).toBe(isNullable);
        }
      }
    }
  });

  describe('refuses by itself', () => {
    const insertUsage = `INSERT INTO coach_usage_history
      (coach_member_id, member_id, coach_id, usage_date, active_slot) VALUES (?, ?, ?, ?, ?)`;

    it('a balance below zero', async () => {
      const { sql } = studio;
      const set = 'UPDATE coach_member_list SET remaining_sessions = -1 WHERE id = ?';
      await expect(sql(set, [tom.packageId])).rejects.toThrow(CHECK);
      const take =
        'UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 6 WHERE id = ?';
      await expect(sql(take, [tom.packageId])).rejects.toThrow(CHECK);
      const insert =
        'INSERT INTO coach_member_list (coach_id, member_id, remaining_sessions) VALUES (?, ?, -1)';
      await expect(sql(insert, [ana.id, tom.id])).rejects.toThrow(CHECK);
      const [row] = await sql('SELECT remaining_sessions AS balance FROM coach_member_list');
      expect(row?.balance).toBe(5);
    });

    it('a second active usage of a package on a day', async () => {
      const { sql } = studio;
      await sql(insertUsage, [tom.packageId, null, null, '2026-01-01', 1]);
      const again = sql(insertUsage, [tom.packageId, null, null, '2026-01-01', 1]);
      await expect(again).rejects.toThrow(UNIQUE);
    });

    it('a second active usage of a pair on a day, from another package', async () => {
      const { sql } = studio;
      await sql(insertUsage, [tom.packageId, tom.id, ana.id, '2026-01-02', 1]);
      const again = sql(insertUsage, [second, tom.id, ana.id, '2026-01-02', 1]);
      await expect(again).rejects.toThrow(UNIQUE);
    });

    it('but not undone ones, nor what takes no day', async () => {
      const { sql } = studio;
      for (const slot of [null, null, 1]) {
        await sql(insertUsage, [tom.packageId, tom.id, ana.id, '2026-01-03', slot]);
        await sql(insertUsage, [tom.packageId, tom.id, ana.id, null, slot]);
      }
      const rows = await sql(
        `SELECT id FROM coach_usage_history WHERE usage_date = '2026-01-03' OR usage_date IS NULL
            AND adjustment_type = 'automatic'`,
      );
      expect(rows).toHaveLength(6);
    });

    it('a second person with an e-mail address, in whatever case', async () => {
      const add =
        'INSERT INTO `user` (user_type_id, email, password, fname, lname) ' +
        "VALUES (4, ?, '!', '', '')";
      await expect(studio.sql(add, [tom.email.toUpperCase()])).rejects.toThrow(UNIQUE);
    });

    it('a second record of an idempotency key, and a second token with a hash', async () => {
      const record = `INSERT INTO coach_idempotency_key
        (actor_key, key_hash, fingerprint, created_at, expires_at)
        VALUES ('u7', 'key', 'any', '2026-01-01 00:00:00', '2026-01-03 00:00:00')`;
      await studio.sql(record);
      await expect(studio.sql(record)).rejects.toThrow(UNIQUE);
      const token = `INSERT INTO coach_refresh_token
        (user_id, family, token_hash, created_at, expires_at)
        VALUES (7, 'any', 'hash', '2026-01-01 00:00:00', '2026-01-03 00:00:00')`;
      await studio.sql(token);
      await expect(studio.sql(token)).rejects.toThrow(UNIQUE);
    });

    it('a package of nobody, and a usage of no package', async () => {
      const { sql } = studio;
      const reference = /foreign key constraint fails|FOREIGN KEY constraint failed/;
      const orphan = sql(insertUsage, [999_999, null, null, '2026-01-04', 1]);
      await expect(orphan).rejects.toThrow(reference);
      const list = 'INSERT INTO coach_member_list (coach_id, member_id) VALUES (?, 999999)';
      await expect(sql(list, [ana.id])).rejects.toThrow(reference);
    });
  });

  it('sums each package up in the view', async () => {
    const { api, given, sql } = studio;
    const kim = await given.member({ coach: ana, remaining: 5 });
    const { body } = await api.as(ana).addUsage(kim, { usageDate: '2026-03-01' });
    await api.as(ana).undo(kim, body.usage.id);
    await api.as(kim).startWorkout(kim);
    await api.as(ana).adjust(kim, { adjustment: 3, reason: 'a present' });
    await api.as(ana).adjust(kim, { adjustment: -1, reason: 'too many' });

    const [row] = await sql('SELECT * FROM coach_session_summary WHERE member_id = ?', [kim.id]);

    const { last_activity_at: last, ...sums } = row ?? {};
    expect(new Date(typeof last === 'string' ? `${last}Z` : (last as Date)).getTime()).toBe(
      studio.clock.now().getTime(),
    );
    const numbers = Object.entries(sums).map(([name, value]) => [name, Number(value)]);
    expect(Object.fromEntries(numbers)).toEqual({
      package_id: kim.packageId,
      member_id: kim.id,
      coach_id: ana.id,
      granted_sessions: 5,
      total_usage_records: 2,
      active_usages: 1,
      undone_usages: 1,
      automatic_usages: 1,
      manual_usages: 1,
      adjustments_added: 3,
      adjustments_removed: 1,
      adjustments_sum: 2,
      remaining_sessions: 6,
    });
  });
});
