import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTENTIONS } from '../../src/packages/package-rules.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { type LegacyKind, LEGACY_KINDS } from '../support/adoption/legacy-schema.js';
import '../support/matchers.js';
import { everyPage } from '../support/pages.js';
import { migrate } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

/** The password of the bcrypt hash below, as PHP's `password_hash` makes it. */
const PASSWORD = 'a password of old';
const HASH = '$2y$04$8/8otx2Dg0Kerwpg0V5qGuRknsSavsChugwwKHlfyvoQucxfze8Na';

describe.each(LEGACY_KINDS)('the product on an adopted database: %s', (kind: LegacyKind) => {
  let legacy: LegacyDatabase;
  let studio: Studio;

  beforeAll(async () => {
    legacy = await createLegacyDatabase(kind);
    await migrate(legacy.url);
    studio = await openStudio({
      databaseUrl: legacy.url,
      env: { DATABASE_TIME_ZONE: 'Europe/Berlin' },
    });
  });
  afterAll(async () => {
    await studio.close();
    await legacy.close();
  });

  /** A member of the legacy system with a usable package and nothing beside it. */
  async function someMember() {
    const [row] = await legacy.query<{ member_id: number; id: number; coach_id: number }>(
      `SELECT p.* FROM coach_member_list p JOIN coach_usage_history u ON u.coach_member_id = p.id
        WHERE p.rate_type = 'package' AND p.status = 'active' AND p.remaining_sessions > 3
          AND p.coach_approval = 'approved' AND p.staff_approval = 'approved'
          AND (SELECT COUNT(*) FROM coach_member_list o WHERE o.member_id = p.member_id) = 1
          AND NOT EXISTS (SELECT 1 FROM coach_usage_history t
                           WHERE t.coach_member_id = p.id AND t.usage_date = '2026-03-10')
        ORDER BY p.id LIMIT 1`,
    );
    if (!row) throw new Error('the fixture has no such member');
    return { id: row.member_id, packageId: row.id, coachId: row.coach_id };
  }

  it('shows a coach the whole history from before, with its opening balance', async () => {
    const tom = await someMember();
    const coach = studio.api.as({ id: tom.coachId, role: 'coach' });
    const [facts] = await legacy.query<{ active: string; left: number }>(
      `SELECT SUM(u.active_slot = 1) AS active, MAX(p.remaining_sessions) AS \`left\`
         FROM coach_usage_history u JOIN coach_member_list p ON p.id = u.coach_member_id
        WHERE p.id = ?`,
      [tom.packageId],
    );

    const { body } = await coach.member(tom);
    expect(body.totals.activeUsages).toBe(Number(facts?.active));
    expect(body.packages[0].remaining).toBe(facts?.left);
    const { granted, remaining } = body.packages[0] as Record<string, number>;
    const { adjustments, activeUsages } = body.totals as Record<string, number>;
    expect(Number(granted) + Number(adjustments) - Number(activeUsages)).toBe(remaining);

    const history = await coach.get(`/members/${tom.id}/sessions?limit=100`);
    const kinds = history.body.data.map((row: { kind: string }) => row.kind);
    expect(kinds.at(-1)).toBe('grant');
    expect(history.body.data.at(-1)).toMatchObject({ amount: granted, balanceAfter: granted });
    expect(kinds).toContain('automatic');
  });

  it('goes on counting where PHP has stopped', async () => {
    const tom = await someMember();
    const admin = studio.api.as(await studio.given.admin());
    const before = (await admin.member(tom)).body.packages[0].remaining;

    const taken = await admin.startWorkout(tom);
    expect(taken.status).toBe(201);
    expect(taken.body.package.remaining).toBe(before - 1);
    const undone = await admin.undo(tom, taken.body.usage.id);
    expect(undone.body.package.remaining).toBe(before);
  });

  it('undoes a usage from before, and says so', async () => {
    const tom = await someMember();
    const admin = studio.api.as(await studio.given.admin());
    const { body } = await admin.get(`/members/${tom.id}/sessions?kind=automatic&limit=100`);
    const usage = body.data.find((row: { undone: unknown }) => row.undone === null);

    expect((await admin.undo(tom, usage.id)).status).toBe(200);
    expect(await admin.undo(tom, usage.id)).toBeProblem('already_undone');
  });

  it('reads legacy times in the time zone of the database', async () => {
    const tom = await someMember();
    const admin = studio.api.as(await studio.given.admin());
    const [row] = await legacy.query<{ id: number; created_at: string }>(
      `SELECT id, created_at FROM coach_usage_history
        WHERE coach_member_id = ? AND balance_after IS NULL ORDER BY created_at DESC LIMIT 1`,
      [tom.packageId],
    );
    const { body } = await admin.get(`/members/${tom.id}/sessions?limit=100`);
    const found = body.data.find((one: { id: number }) => one.id === row?.id);
    // Winter time all the while.
    const instant = new Date(`${row?.created_at.replace(' ', 'T') ?? ''}+01:00`).toISOString();
    expect(found.createdAt).toBe(instant);
  });

  it('sells what an older installation had no word for', async () => {
    const tom = await someMember();
    const one = await studio.given.package(tom, {
      coach: { id: tom.coachId },
      rateType: 'per_session',
    });
    expect(one).toMatchObject({ rateType: 'per_session', state: 'active' });
  });

  it('keeps every letter in a reason', async () => {
    const tom = await someMember();
    const admin = studio.api.as(await studio.given.admin());
    const reason = 'Geschenk 🎁 für Ōkami';
    const answer = await admin.adjust(tom, { adjustment: 1, reason });
    expect(answer.body.usage.reason).toBe(reason);
    const { body } = await admin.get(`/members/${tom.id}/sessions?kind=adjustment`);
    expect(body.data[0].reason).toBe(reason);
  });

  it('finds names that the legacy table can hold, and knows nobody by others', async () => {
    const admin = studio.api.as(await studio.given.admin());
    const person = { firstName: 'Mori', lastName: 'Okami-Größe', email: 'mori@example.com' };
    expect(await admin.post('/members', person)).toMatchObject({ status: 201 });
    expect((await admin.get('/members?search=王')).body.data).toEqual([]);
    const unknown = { email: 'ōkami@example.com', password: PASSWORD };
    expect(await studio.api.post('/auth/login', unknown)).toBeProblem('sign_in_failed');
    const found = await admin.get(`/members?search=${encodeURIComponent('größe')}`);
    expect(found.body.data.length).toBeGreaterThan(0);
  });

  it('says alike in rows, filters and counts who needs what, whatever PHP left out', async () => {
    await leaveThingsOut();
    const admin = studio.api.as(await studio.given.admin());
    for (const api of [admin, studio.api.as({ id: 10, role: 'coach' })]) {
      const all = await everyPage<{ id: number; attention: string[] }>(api, '/members?', 100);
      const { members } = (await api.get('/overview')).body;
      expect(members.all).toBe(all.length);
      for (const need of ATTENTIONS) {
        const needing = all.filter(({ attention }) => attention.includes(need));
        const found = await everyPage(api, `/members?attention=${need}`, 100);
        expect(found, need).toEqual(needing);
        expect(members[need], need).toBe(needing.length);
      }
    }
  });

  /** Members whose only package lacks something, or ends on the day that is none. */
  async function leaveThingsOut(): Promise<void> {
    await legacy.php.query("SET SESSION sql_mode = ''");
    const none = "'0000-00-00 00:00:00'";
    const packages = [
      `NULL, 'approved', 5, 'package', NULL`,
      `NULL, 'rejected', 5, 'package', NULL`,
      `'approved', 'approved', 0, 'package', ${none}`,
      `'approved', 'approved', 2, 'package', ${none}`,
      `'approved', 'approved', 0, NULL, NULL`,
      `'approved', 'approved', 0, NULL, '2026-03-11 12:00:00'`,
      `'approved', 'approved', NULL, 'package', '2026-03-11 12:00:00'`,
    ];
    for (const [n, values] of packages.entries()) {
      await legacy.php.query(
        `INSERT INTO user (id, user_type_id, email, password, fname, lname)
         VALUES (${5000 + n}, 4, 'left.${n}@example.com', '', 'Left', 'Out')`,
      );
      await legacy.php.query(
        `INSERT INTO coach_member_list (coach_id, member_id, status, coach_approval,
           staff_approval, remaining_sessions, rate_type, expires_at)
         VALUES (10, ${5000 + n}, 'active', ${values}),
                (10, ${5000 + n}, 'expired', 'approved', 'approved', 0, 'package', NULL)`,
      );
    }
  }

  it('lets people sign in with the passwords that PHP knows', async () => {
    await legacy.php.query('UPDATE user SET password = ? WHERE id = 12', [HASH]);
    const email = 'p12@example.com';
    const wrong = await studio.api.post('/auth/login', { email, password: 'another' });
    expect(wrong.status).toBe(401);
    const { status, body } = await studio.api.post('/auth/login', { email, password: PASSWORD });
    expect([status, body.user?.role]).toEqual([200, 'coach']);
  });
});
