import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import { openStudio, type Studio } from '../support/studio.js';
import { StatementCounter } from '../support/traffic.js';

const PACKAGES = 100;
const SESSIONS = 50;
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((d) => `SELECT ${d} AS d`).join(' UNION ALL ');
const NUMBERS = `(SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS i
  FROM (${DIGITS}) a, (${DIGITS}) b, (${DIGITS}) c, (${DIGITS}) e) n`;

/** Laws of speed without a clock: of 5,000 sessions, a page of lines reads those of a page. */
let studio: Studio;
let counter: StatementCounter;
let ana: TestPerson;
let coach: Api;
let member: { id: number };

beforeAll(async () => {
  studio = await openStudio({ now: '2026-03-10T12:00:00Z' });
  const { given, api, sql } = studio;
  ana = await given.coach();
  coach = api.as(ana);
  member = await given.member();
  const whole = (text: string) =>
    `CAST(FLOOR(${text}) AS ${isServerDatabase() ? 'SIGNED' : 'INTEGER'})`;
  await sql(`INSERT INTO coach_member_list (id, coach_id, member_id, status, coach_approval,
      staff_approval, requested_at, remaining_sessions, rate_type, granted_sessions,
      booked_sessions, version)
    SELECT 1000 + n.i, ${ana.id}, ${member.id}, 'active', 'approved', 'approved',
      '2010-01-01 10:00:00', 0, 'package', ${SESSIONS}, 0, 4
      FROM ${NUMBERS} WHERE n.i < ${PACKAGES}`);
  // One a day, each thirtieth undone a year later.
  const year = whole('n.i / 336');
  const time = (years: string) => `CONCAT(2010 + ${years}, '-',
      SUBSTR(CONCAT('0', 1 + ${whole('n.i / 28')} % 12), -2), '-',
      SUBSTR(CONCAT('0', 1 + n.i % 28), -2))`;
  const isUndone = 'n.i % 30 = 7';
  await sql(`INSERT INTO coach_usage_history (coach_member_id, member_id, coach_id, usage_date,
      created_at, adjustment_type, balance_after, undone_at, hidden_from_php, active_slot)
    SELECT 1000 + ${whole(`n.i / ${SESSIONS}`)}, ${member.id}, ${ana.id}, ${time(year)},
      CONCAT(${time(year)}, ' 10:00:00'), 'automatic', 1,
      CASE WHEN ${isUndone} THEN CONCAT(${time(`1 + ${year}`)}, ' 10:00:00') END,
      CASE WHEN ${isUndone} THEN 1 ELSE 0 END, CASE WHEN ${isUndone} THEN NULL ELSE 1 END
      FROM ${NUMBERS} WHERE n.i < ${PACKAGES * SESSIONS}`);
  if (isServerDatabase()) await sql('ANALYZE TABLE coach_member_list, coach_usage_history');
  counter = new StatementCounter(studio);
});
afterAll(() => studio.close());

async function expectFew(query: string, rows: number): Promise<void> {
  const sent = await counter.during(async () => {
    const { status, body, text } = await coach.lines(member, query);
    expect(status, text).toBe(200);
    expect(body.data.length).toBeGreaterThan(10);
  });
  const reads = sent.filter(({ sql }) => sql.startsWith('SELECT'));
  expect(await counter.scans(reads)).toEqual([]);
  const read = reads.map(({ sql, rowsRead }) => `${rowsRead} rows: ${sql}`).join('\n');
  const sum = reads.reduce((before, one) => before + one.rowsRead, 0);
  expect(sum, read).toBeLessThanOrEqual(rows);
}

it('the newest page', () => expectFew('', 900));

it('a page in the middle, and one of a filter', async () => {
  let next = '';
  for (let n = 0; n < 20; n += 1) {
    const { body } = await coach.lines(member, `?limit=100${next}`);
    next = `&cursor=${body.nextCursor}`;
  }
  // The server walks over the key from its newest end, as for the list of rows.
  await expectFew(`?limit=20${next}`, 2_800);
  await expectFew('?kind=automatic', 1_200);
});
