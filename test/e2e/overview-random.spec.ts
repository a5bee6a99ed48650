import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DaySessions, mondaysFrom, sessionsByWeek } from '../../src/reports/overview-rules.js';
import { USAGE_KINDS } from '../../src/packages/usage.entity.js';
import { addDays } from '../../src/common/studio-day.js';
import type { TestPerson } from '../support/api.js';
import { type Chance, chance, seedFor } from '../support/seed.js';
import { openStudio, type Studio } from '../support/studio.js';

const PACKAGES = 60;
const ROWS = 500;
const FIRST_MONDAY = '2025-12-22';
const WEEKS = 12;

/**
 * What each row of the history is, asked of its package: slow, and simple enough to be right. The
 * product asks by coach and day, and looks for the rows that PHP wrote apart.
 */
const BY_PACKAGE = `SELECT u.usage_date AS day, COUNT(*) AS sessions,
    CASE WHEN u.undone_at IS NOT NULL THEN 'undone'
         WHEN u.adjustment_type = 'manual' THEN 'manual' ELSE 'automatic' END AS kind
  FROM coach_usage_history u JOIN coach_member_list p ON p.id = u.coach_member_id
 WHERE u.adjustment_type IN ('automatic', 'manual', 'external') AND u.usage_date IS NOT NULL`;
const GROUPED = `GROUP BY u.usage_date, CASE WHEN u.undone_at IS NOT NULL THEN 'undone'
  WHEN u.adjustment_type = 'manual' THEN 'manual' ELSE 'automatic' END`;

describe('sessions in the overview, of any history', () => {
  let studio: Studio;
  let coaches: TestPerson[];

  beforeAll(async () => {
    studio = await openStudio();
    const { given, sql } = studio;
    const some = chance(seedFor('overview-random'));
    coaches = [await given.coach(), await given.coach(), await given.coach()];
    const members = await Promise.all(Array.from({ length: 12 }, () => given.person('member')));
    const approval = () => some.oneOf(['approved', 'approved', 'approved', 'pending', 'rejected']);
    for (let n = 0; n < PACKAGES; n += 1) {
      await sql(
        `INSERT INTO coach_member_list (coach_id, member_id, status, coach_approval, staff_approval,
           requested_at, remaining_sessions, rate_type)
         VALUES (?, ?, ?, ?, ?, '2025-01-01 10:00:00', 5, 'package')`,
        [
          some.oneOf(coaches).id,
          some.oneOf(members).id,
          some.oneOf(['active', 'expired', 'disconnected']),
          approval(),
          approval(),
        ],
      );
    }
    const packages = await sql<Owned>(
      'SELECT id, member_id AS memberId, coach_id AS coachId FROM coach_member_list',
    );
    for (let n = 0; n < ROWS; n += 1) await addRow(some.oneOf(packages), some);
  });
  afterAll(() => studio.close());

  /** A row of ours, or one that PHP wrote and nobody has booked. */
  async function addRow({ id, memberId, coachId }: Owned, some: Chance): Promise<void> {
    const isOurs = some.oneOf([true, true, false]);
    await studio.sql(
      `INSERT INTO coach_usage_history (coach_member_id, member_id, coach_id, usage_date,
         created_at, adjustment_type, undone_at, active_slot)
       VALUES (?, ?, ?, ?, '2026-01-01 10:00:00', ?, ?, NULL)`,
      [
        id,
        isOurs ? memberId : null,
        isOurs ? coachId : null,
        some.oneOf([null, addDays(FIRST_MONDAY, some.between(-9, 7 * WEEKS + 9))]),
        some.oneOf(USAGE_KINDS),
        some.oneOf([null, null, '2026-03-01 10:00:00']),
      ],
    );
  }

  async function byPackage(condition = '', values: number[] = []): Promise<DaySessions[]> {
    const rows = await studio.sql<Omit<DaySessions, 'sessions'> & { sessions: number | string }>(
      `${BY_PACKAGE} ${condition} ${GROUPED}`,
      values,
    );
    return rows.map((row) => ({ ...row, sessions: Number(row.sessions) }));
  }

  const byWeek = (days: DaySessions[]) => sessionsByWeek(mondaysFrom(FIRST_MONDAY, WEEKS), days);

  it('are those of all packages, for the studio', async () => {
    const admin = studio.api.as(await studio.given.admin());
    const expected = byWeek(await byPackage());
    expect((await admin.get('/overview')).body.weeks).toEqual(expected);
    // Some week may have none by chance; that all have none would prove nothing.
    expect(expected.some(({ automatic }) => automatic > 0)).toBe(true);
  });

  it('are those with a coach, of members assigned to the coach', async () => {
    for (const coach of coaches) {
      const theirs = `AND p.coach_id = ? AND p.member_id IN (
        SELECT a.member_id FROM coach_member_list a
         WHERE a.coach_id = ? AND a.status <> 'disconnected'
           AND a.coach_approval = 'approved' AND a.staff_approval = 'approved')`;
      const expected = byWeek(await byPackage(theirs, [coach.id, coach.id]));
      expect((await studio.api.as(coach).get('/overview')).body.weeks).toEqual(expected);
    }
  });
});

interface Owned {
  readonly id: number;
  readonly memberId: number;
  readonly coachId: number;
}
