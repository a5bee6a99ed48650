import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import { StatementCounter } from '../support/traffic.js';
import { openStudio, type Studio } from '../support/studio.js';

const MEMBERS = 2_000;
const COACHES = 20;
/** Of each member; the last one runs, the others are over. */
const PACKAGES = 5;

/** A number `i` from 0 to 99,999 a row. */
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((d) => `SELECT ${d} AS d`).join(' UNION ALL ');
const NUMBERS = `(SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS i
  FROM (${DIGITS}) a, (${DIGITS}) b, (${DIGITS}) c, (${DIGITS}) e, (${DIGITS}) f) n`;

/**
 * Laws of speed that no clock has to measure: how many statements a read sends, that no plan reads
 * a table, and that it looks at a page and at what runs, and not at years.
 */
/**
 * The log without a filter is the key of its time, from its end on, and people are that of their
 * names; a page stops it. What PHP's columns are is asked of the server.
 */
const ALONG: Readonly<Record<string, RegExp>> = { '/activity': /^a:/, '/people': /^(k|COLUMNS):/ };

describe('reads of years of history', () => {
  let studio: Studio;
  let counter: StatementCounter;
  let viewers: Record<'admin' | 'coach', Api>;
  let ofCoach: number;

  beforeAll(async () => {
    studio = await openStudio({ now: '2026-03-10T12:00:00Z' });
    const { given, api, sql } = studio;
    const coaches = [];
    for (let n = 0; n < COACHES; n += 1) coaches.push(await given.coach());
    const [first] = coaches;
    if (!first) throw new Error('no coach');
    const admin = await given.admin();
    // Ids far from all others, so that those of members, packages and rows follow from each other.
    await sql(`INSERT INTO \`user\` (id, user_type_id, email, password, fname, lname)
      SELECT 10000 + n.i, 4, CONCAT('m', n.i, '@example.com'), '!', 'Kim', CONCAT('Name', n.i % 97)
        FROM ${NUMBERS} WHERE n.i < ${MEMBERS}`);
    expect(coaches.map(({ id }) => id - first.id)).toEqual(coaches.map((_, n) => n));
    const whole = (text: string) =>
      `CAST(FLOOR(${text}) AS ${isServerDatabase() ? 'SIGNED' : 'INTEGER'})`;
    await sql(`INSERT INTO coach_member_list (id, coach_id, member_id, status, coach_approval,
        staff_approval, requested_at, expires_at, remaining_sessions, rate_type, granted_sessions,
        booked_sessions, version)
      SELECT 100000 + n.i, ${first.id} + ${whole(`n.i / ${PACKAGES}`)} % ${COACHES},
        10000 + ${whole(`n.i / ${PACKAGES}`)}, 'active', 'approved', 'approved',
        '2020-01-01 10:00:00',
        CASE WHEN n.i % 50 = 4 THEN '2026-03-20 10:00:00'
          WHEN n.i % ${PACKAGES} = 4 THEN '2026-07-01 10:00:00' ELSE '2021-01-01 10:00:00' END,
        CASE WHEN n.i % ${PACKAGES} = 4 THEN 1 + n.i % 13 ELSE 0 END, 'package', 10, 0, 4
        FROM ${NUMBERS} WHERE n.i < ${MEMBERS * PACKAGES}`);
    const ofPackage = `FROM coach_member_list p JOIN (SELECT 1 AS i UNION ALL SELECT 2
      UNION ALL SELECT 3) n WHERE p.id >= 100000`;
    const day = `CONCAT(CASE WHEN p.id % ${PACKAGES} = 4 THEN '2026-02-' ELSE '2020-02-' END,
      10 + n.i + (p.id % 7))`;
    await sql(`INSERT INTO coach_usage_history (coach_member_id, member_id, coach_id, usage_date,
        created_at, adjustment_type, balance_after, active_slot)
      SELECT p.id, p.member_id, p.coach_id, CONCAT(SUBSTR(${day}, 1, 8), 10 + n.i + 3 * (p.id % 5)),
        CONCAT(SUBSTR(${day}, 1, 8), 10 + n.i + 3 * (p.id % 5), ' 10:00:00'), 'automatic', 1, 1
        ${ofPackage}`);
    await sql(`INSERT INTO admin_activity_log (action, details, member_id, coach_id, created_at,
        actor_id, actor_role, outcome, package_id, usage_id)
      SELECT 'session.deducted', '', u.member_id, u.coach_id, u.created_at, u.member_id, 'member',
        'done', u.coach_member_id, u.id
        FROM coach_usage_history u WHERE u.coach_member_id >= 100000`);
    if (isServerDatabase()) {
      await sql('ANALYZE TABLE `user`, coach_member_list, coach_usage_history, admin_activity_log');
    }
    viewers = { admin: api.as(admin), coach: api.as(first) };
    // The first list of all folds everybody's names, and the next one sees that all are.
    for (const list of ['/members', '/people']) await viewers.admin.get(list);
    ofCoach = 10_000;
    counter = new StatementCounter(studio);
  });
  afterAll(() => studio.close());

  // Of a coach 100 members, 500 packages, 300 usages in the weeks of an overview; of everybody 20
  // times as many. Most are entries of the key of standings, one a running package, members, and
  // what the two come to.
  it.each([
    ['coach', '/members', 6, 1_500],
    ['coach', '/members?order=attention', 6, 2_500],
    ['coach', '/members?search=name7', 6, 1_200],
    ['coach', '/overview', 3, 3_700],
    // For whom the coach stands in, and what is said of coaches alone, are a statement each.
    ['coach', '/activity', 6, 1_500],
    ['coach', '/activity?outcome=refused', 4, 3_000],
    ['coach', '/activity?action=package.removed', 4, 3_000],
    ['coach', '/activity?reasonCode=holidays', 5, 3_000],
    ['admin', '/members', 5, 800],
    ['admin', '/members?search=name7', 5, 2_500],
    ['admin', '/people', 5, 800],
    ['admin', '/members?order=attention', 5, 15_300],
    ['admin', '/members?attention=empty', 5, 15_000],
    ['admin', '/members?balance=low', 5, 6_500],
    ['admin', '/overview', 4, 22_000],
    ['admin', '/activity', 2, 300],
    ['admin', '/activity?action=member.changed', 1, 100],
    ['admin', '/activity?outcome=failed', 1, 100],
    ['admin', '/activity?reasonCode=holidays', 1, 100],
    ['admin', '/activity?memberId=12', 2, 300],
  ] as const)('%s %s: at most %i statements', async (who, path, most, rows) => {
    await expectFew(viewers[who], path.replace('=12', `=${ofCoach}`), most, rows);
  });

  it('a page of those who need nothing, behind all others', async () => {
    let next = '/members?order=attention&limit=100';
    for (let isBeyond = false; !isBeyond;) {
      const { data, nextCursor } = (await viewers.admin.get(next)).body;
      isBeyond = data.at(-1).attention.length === 0;
      next = `/members?order=attention&limit=100&cursor=${nextCursor}`;
    }
    await expectFew(viewers.admin, next, 5, 8_000);
  });

  async function expectFew(api: Api, path: string, most: number, rows: number): Promise<void> {
    const sent = await counter.during(async () => {
      const { status, text } = await api.get(path);
      expect(status, text).toBe(200);
    });
    const reads = sent.filter(({ sql }) => /^(SELECT|WITH)/.test(sql));
    expect(reads.map(({ sql }) => sql).length).toBeLessThanOrEqual(most);
    const scans = await counter.scans(reads);
    const along = ALONG[path] ?? /^$/;
    expect(scans.filter((one) => !along.test(one))).toEqual([]);
    const rowsRead = reads.reduce((sum, one) => sum + one.rowsRead, 0);
    expect(rowsRead).toBeLessThanOrEqual(rows);
  }
});
