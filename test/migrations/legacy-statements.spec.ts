import { createConnection, type Connection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { createDatabase, isServerDatabase } from '../support/database.js';
import type { GivenMember } from '../support/given.js';
import { migrate } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

/** PHP's statements, as they stand in the legacy system; SQLite knows some of them otherwise. */
const NOW = isServerDatabase() ? 'NOW()' : "datetime('now')";
const ON_DUPLICATE = isServerDatabase()
  ? 'ON DUPLICATE KEY UPDATE created_at = NOW()'
  : `ON CONFLICT DO UPDATE SET created_at = ${NOW}`;
/** PHP's name for the history is a view where there may be a PHP. */
const USAGES = isServerDatabase() ? 'coach_session_usage' : 'coach_usage_history';
const INSERT_USAGE = `INSERT INTO ${USAGES} (coach_member_id, usage_date, created_at)
  VALUES (?, ?, ${NOW}) ${ON_DUPLICATE}`;
const TAKE = `UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1
  WHERE id = ? AND remaining_sessions > 0`;
const EXPIRE = `UPDATE coach_member_list SET status = 'expired' WHERE id = ?`;

describe('what the legacy system writes', () => {
  let studio: Studio;
  let php: (sql: string, values?: (string | number)[]) => Promise<unknown>;
  let connection: Connection | undefined;
  let ana: TestPerson;

  beforeAll(async () => {
    const databaseUrl = await createDatabase();
    await migrate(databaseUrl);
    studio = await openStudio({ databaseUrl });
    ana = await studio.given.coach();
    if (isServerDatabase()) {
      // A connection of PHP's own, with the server's settings and the legacy charset.
      const url = studio.databaseUrl.replace(/^mariadb:/, 'mysql:');
      const opened = await createConnection({ uri: url, charset: 'latin1_swedish_ci' });
      connection = opened;
      php = (sql, values = []) => opened.execute(sql, values);
    } else {
      php = (sql, values = []) => studio.sql(sql, values);
    }
  });
  afterAll(async () => {
    await connection?.end();
    await studio.close();
  });

  /** What PHP does when a workout starts. */
  async function phpStartsWorkout(packageId: number, day: string): Promise<void> {
    await php(TAKE, [packageId]);
    await php(INSERT_USAGE, [packageId, day]);
  }

  async function usagesOf({ packageId }: GivenMember) {
    return studio.sql(
      `SELECT usage_date, active_slot, adjustment_type, member_id FROM coach_usage_history
        WHERE coach_member_id = ? AND adjustment_type <> 'grant' ORDER BY id`,
      [packageId],
    );
  }

  it('a usage, once a day however often', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    await phpStartsWorkout(tom.packageId, '2026-03-10');
    await php(INSERT_USAGE, [tom.packageId, '2026-03-10']);

    expect(await usagesOf(tom)).toEqual([
      {
        usage_date: '2026-03-10',
        active_slot: 1,
        adjustment_type: 'automatic',
        member_id: null,
      },
    ]);
    const { status, body } = await studio.api.as(tom).startWorkout(tom);
    expect(status).toBe(200);
    expect(body).toMatchObject({ deducted: false, reason: 'already_used_today' });
    expect(body.package.remaining).toBe(4);
  });

  it('a usage again on the day on which ours was undone', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const { body } = await studio.api.as(tom).startWorkout(tom);
    await studio.api.as(ana).undo(tom, body.usage.id);

    await phpStartsWorkout(tom.packageId, '2026-03-10');

    expect(await usagesOf(tom)).toMatchObject([{ active_slot: null }, { active_slot: 1 }]);
  });

  it('nothing where none is left', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 1 });
    await studio.api.as(tom).startWorkout(tom);
    await php(TAKE, [tom.packageId]);
    await php(EXPIRE, [tom.packageId]);
    const { body } = await studio.api.as(ana).member(tom);
    expect(body.packages).toMatchObject([{ remaining: 0, state: 'exhausted' }]);
  });

  it('a new subscription, its approvals and its payment', async () => {
    const tom = await studio.given.member();
    await php(
      `INSERT INTO coach_member_list
         (coach_id, member_id, status, coach_approval, staff_approval, requested_at, expires_at,
          remaining_sessions, rate_type)
       VALUES (?, ?, 'expired', 'pending', 'pending', ${NOW}, '2027-01-31 23:59:59', 12,
               'package')`,
      [ana.id, tom.id],
    );
    const admin = studio.api.as(await studio.given.admin());
    const pending = (await admin.member(tom)).body.packages;
    expect(pending).toMatchObject([{ state: 'pending', remaining: 12, version: 0 }]);

    const [one] = pending;
    await php(
      `UPDATE coach_member_list SET coach_approval = 'approved', coach_approved_at = ${NOW},
              handled_by_coach = ? WHERE id = ?`,
      [ana.id, one.id],
    );
    await php(
      `UPDATE coach_member_list SET staff_approval = 'approved', staff_approved_at = ${NOW},
              payment_received = 1, status = 'active' WHERE id = ?`,
      [one.id],
    );
    const answer = await studio.api.as(ana).startWorkout(tom);
    expect(answer.status).toBe(201);
    expect(answer.body.package).toMatchObject({ state: 'active', remaining: 11 });
  });

  it('a subscription of which it says next to nothing', async () => {
    const tom = await studio.given.member();
    await php('INSERT INTO coach_member_list (coach_id, member_id) VALUES (?, ?)', [
      ana.id,
      tom.id,
    ]);
    const admin = studio.api.as(await studio.given.admin());
    expect((await admin.member(tom)).body.packages).toMatchObject([
      { state: 'pending', rateType: 'monthly', approvals: { coach: 'pending', staff: 'pending' } },
    ]);
  });

  it('a line of the activity log', async () => {
    const tom = await studio.given.member({ coach: ana });
    await php(
      `INSERT INTO admin_activity_log (action, details, member_id, coach_id, created_at)
       VALUES ('Session Used', 'by the old page', ?, ?, ${NOW})`,
      [tom.id, ana.id],
    );
    const admin = studio.api.as(await studio.given.admin());
    const { status, body } = await admin.activity(`?memberId=${tom.id}&limit=1`);
    expect(status).toBe(200);
    expect(body.data).toMatchObject([
      { action: 'Session Used', outcome: 'done', actor: { id: null, role: 'legacy' } },
    ]);
  });

  it('people, with its own kind of password hash', async () => {
    await php(
      `INSERT INTO \`user\` (user_type_id, email, password, fname, lname)
       VALUES (4, 'php@example.com', '$2y$10$abcdefghijklmnopqrstuuTIKvIV5', 'Zoë', 'Größe')`,
    );
    const admin = studio.api.as(await studio.given.admin());
    const { body } = await admin.get('/members?search=php@example.com');
    expect(body.data).toMatchObject([{ firstName: 'Zoë', lastName: 'Größe' }]);
  });
});
