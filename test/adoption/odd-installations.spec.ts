import { afterEach, describe, expect, it } from 'vitest';
import { bookedAndVerified, revert } from '../support/adoption/adopting.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { factsOf, schemaTextOf } from '../support/adoption/legacy-facts.js';
import type { LegacyKind } from '../support/adoption/legacy-schema.js';
import { migrate } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('installations that are a little different', () => {
  let legacy: LegacyDatabase;
  let studio: Studio | undefined;

  afterEach(async () => {
    const opened = studio;
    studio = undefined;
    await opened?.close();
    await legacy.close();
  });

  async function install(kind: LegacyKind, ...statements: string[]): Promise<void> {
    legacy = await createLegacyDatabase(kind, 300);
    for (const statement of statements) await legacy.query(statement);
  }

  it('columns that note each change by themselves do not note the moving in', async () => {
    const changedAt = `ADD COLUMN updated_at timestamp NOT NULL
      DEFAULT '2020-02-02 02:02:02' ON UPDATE current_timestamp()`;
    await install(
      'enhanced',
      `ALTER TABLE coach_member_list ${changedAt}`,
      `ALTER TABLE coach_session_usage ${changedAt}`,
    );
    const times = () =>
      legacy.query(
        `SELECT 'package', updated_at, COUNT(*) AS n FROM coach_member_list GROUP BY updated_at
          UNION ALL SELECT 'usage', updated_at, COUNT(*) FROM coach_session_usage
           WHERE usage_date IS NOT NULL GROUP BY updated_at`,
      );
    const before = await times();
    expect(before).toHaveLength(2);

    await migrate(legacy.url);
    expect(await times()).toEqual(before);
    await revert(legacy.url);
    expect(await times()).toEqual(before);
    await migrate(legacy.url);
    expect(await times()).toEqual(before);
  });

  it('a daily key of another name goes, and comes back', async () => {
    await install(
      'plain',
      'ALTER TABLE coach_session_usage RENAME INDEX unique_daily_usage TO uk_day',
    );
    const schema = await schemaTextOf(legacy);
    await migrate(legacy.url);
    studio = await openStudio({ databaseUrl: legacy.url });
    const ana = await studio.given.coach();
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const asAna = studio.api.as(ana);

    const { body } = await asAna.startWorkout(tom);
    await asAna.undo(tom, body.usage.id);
    expect((await asAna.addUsage(tom, {})).status).toBe(201);

    await revert(legacy.url, { mayDropRows: true });
    expect(await schemaTextOf(legacy)).toEqual(schema);
  });

  it('keys that are named like their foreign keys go, and come back', async () => {
    const named = (column: string) =>
      `ADD KEY fk_${column} (${column}),
       ADD CONSTRAINT fk_${column} FOREIGN KEY (${column}) REFERENCES \`user\` (id)`;
    await install(
      'plain',
      'DELETE FROM coach_member_list WHERE member_id NOT IN (SELECT id FROM `user`)',
      'DELETE FROM coach_member_list WHERE coach_id NOT IN (SELECT id FROM `user`)',
      'ALTER TABLE coach_member_list DROP KEY coach_id, DROP KEY member_id',
      `ALTER TABLE coach_member_list ${named('coach_id')}, ${named('member_id')}`,
    );
    const before = { facts: await factsOf(legacy), schema: await schemaTextOf(legacy) };
    await migrate(legacy.url);
    expect((await schemaTextOf(legacy)).join('\n')).not.toContain('KEY `fk_coach_id` (');
    await revert(legacy.url);
    expect({ facts: await factsOf(legacy), schema: await schemaTextOf(legacy) }).toEqual(before);
  });

  it('tables without room for a key do without it', async () => {
    await install(
      'enhanced',
      'ALTER TABLE `user` ROW_FORMAT=COMPACT, CONVERT TO CHARACTER SET utf8mb4',
      'ALTER TABLE admin_activity_log MODIFY COLUMN action text NOT NULL',
    );
    const schema = await schemaTextOf(legacy);
    await migrate(legacy.url);
    const keys = (await schemaTextOf(legacy)).join('\n');
    expect(keys).toContain('ix_activity_outcome_time');
    expect(keys).not.toContain('ix_activity_action_time');
    expect(keys).not.toContain('ix_user_type_name');
    await revert(legacy.url);
    expect(await schemaTextOf(legacy)).toEqual(schema);
  });

  it('packages whose words have no room in a key are found by their date', async () => {
    await install('plain', 'ALTER TABLE coach_member_list MODIFY COLUMN rate_type text');
    const schema = await schemaTextOf(legacy);
    await migrate(legacy.url);
    const keys = (await schemaTextOf(legacy)).join('\n');
    expect(keys).toContain('KEY `ix_package_expiry` (`expires_at`)');
    expect(keys).not.toContain('ix_package_standing');
    await revert(legacy.url);
    expect(await schemaTextOf(legacy)).toEqual(schema);
  });

  it('without a daily key, every legacy row stays through it all', async () => {
    await install(
      'enhanced',
      'ALTER TABLE coach_session_usage DROP INDEX unique_daily_usage',
      `INSERT INTO coach_session_usage (coach_member_id, usage_date, created_at, undone_at)
       SELECT coach_member_id, usage_date, created_at, created_at FROM coach_session_usage
        WHERE id < 100`,
    );
    const before = { facts: await factsOf(legacy), schema: await schemaTextOf(legacy) };
    await migrate(legacy.url);
    expect(await factsOf(legacy)).toEqual(before.facts);
    expect(await bookedAndVerified(legacy.url)).toMatchObject({ holds: true });

    await revert(legacy.url);
    expect(await factsOf(legacy)).toEqual(before.facts);
    expect(await schemaTextOf(legacy)).toEqual(before.schema);
  });

  it('what is booked on the day of moving in has the time of PHP, not of the server', async () => {
    await install('plain');
    await migrate(legacy.url, { DATABASE_TIME_ZONE: 'Asia/Manila' });
    const [row] = await legacy.query<{ at: string }>(
      "SELECT MAX(created_at) AS at FROM admin_activity_log WHERE action = 'package.adopted'",
    );
    const ageMs = Date.now() - Date.parse(`${row?.at.replace(' ', 'T') ?? ''}+08:00`);
    expect(Math.abs(ageMs)).toBeLessThan(60_000);
  });

  it('a row without a real date does not keep the others from being read', async () => {
    await install('plain');
    await migrate(legacy.url);
    studio = await openStudio({ databaseUrl: legacy.url });
    const ana = await studio.given.coach();
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    await legacy.query("SET SESSION sql_mode = ''");
    await legacy.query(
      `INSERT INTO coach_session_usage (coach_member_id, usage_date, created_at)
       VALUES (?, '2026-03-01', '0000-00-00 00:00:00')`,
      [tom.packageId],
    );
    const { status, body } = await studio.api.as(ana).history(tom);
    expect(status).toBe(200);
    expect(body.data).toHaveLength(2);
    expect((await studio.api.as(ana).member(tom)).status).toBe(200);
    expect((await studio.api.as(ana).history(tom, '?limit=1')).status).toBe(200);
  });
});
