import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import type { GivenMember } from '../support/given.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';
import { type SentStatement, StatementCounter } from '../support/traffic.js';

/** Of the member and its package, over years; one in ten is a correction upwards. */
const OF_TOM = 5_000;
/** Of everybody. */
const ALL = 50_000;

/** A number `i` from 0 to 99,999 a row. */
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((d) => `SELECT ${d} AS d`).join(' UNION ALL ');
const NUMBERS = `(SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS i
  FROM (${DIGITS}) a, (${DIGITS}) b, (${DIGITS}) c, (${DIGITS}) e, (${DIGITS}) f) n`;

describe('what the limits of coaches ask of years of history', () => {
  let studio: Studio;
  let asAna: Api;
  let tom: GivenMember;
  let counter: StatementCounter;

  beforeAll(async () => {
    studio = await openStudio({ now: '2026-03-10T12:00:00Z' });
    const { given, api, sql } = studio;
    const ana = await given.coach();
    asAna = api.as(ana);
    tom = await given.member({ coach: ana, remaining: 5, expiresInDays: 10 });
    const kim = await given.member({ coach: ana, remaining: 5 });
    const of = (toms: number, kims: number) =>
      `CASE WHEN n.i < ${OF_TOM} THEN ${toms} ELSE ${kims} END`;
    const memberId = of(tom.id, kim.id);
    const packageId = of(tom.packageId, kim.packageId);
    const at = `CONCAT(2000 + n.i % 25, '-0', 1 + n.i % 9, '-', 10 + n.i % 19, ' 10:00:00')`;
    await sql(`INSERT INTO coach_usage_history (coach_member_id, member_id, coach_id, usage_date,
        created_at, adjustment_type, adjustment_amount, created_by, balance_after, active_slot)
      SELECT ${packageId}, ${memberId}, ${ana.id}, SUBSTR(${at}, 1, 10), ${at},
        CASE WHEN n.i % 10 = 0 THEN 'adjustment' ELSE 'automatic' END,
        CASE WHEN n.i % 10 = 0 THEN 1 END, ${ana.id}, 5, NULL
        FROM ${NUMBERS} WHERE n.i < ${ALL}`);
    await sql(`INSERT INTO admin_activity_log (action, details, member_id, coach_id, created_at,
        actor_id, actor_role, outcome, package_id)
      SELECT CASE WHEN n.i % 5 = 0 THEN 'package.changed' ELSE 'session.deducted' END, '',
        ${memberId}, ${ana.id}, ${at}, ${ana.id}, 'coach', 'done',
        ${packageId}
        FROM ${NUMBERS} WHERE n.i < ${ALL}`);
    if (isServerDatabase()) await sql('ANALYZE TABLE coach_usage_history, admin_activity_log');
    await set(studio, { coachGivesPerMemberMonth: 5, coachExtendsDays: 30 });
    counter = new StatementCounter(studio);
  });
  afterAll(() => studio.close());

  /** It is one statement, which reads no table from end to end, and of Tom’s rows alone. */
  async function expectCheap(work: () => Promise<unknown>, asks: RegExp): Promise<void> {
    const sent = (await counter.during(work)).filter(({ sql }) => asks.test(sql));
    expect(sent.length).toBe(1);
    expect(await counter.scans(sent)).toEqual([]);
    const [one] = sent as [SentStatement];
    expect(one.rowsRead).toBeLessThan(OF_TOM + 100);
  }

  it('is the history of the member for sessions', async () => {
    await expectCheap(async () => {
      const answer = await asAna.adjust(tom, { adjustment: 1, reason: 'agreed' });
      expect(answer.status).toBe(200);
    }, /FROM coach_usage_history u WHERE u\.member_id = \? AND \(\(u\.adjustment_type/);
  });

  it('is the activity of the package for days', async () => {
    await expectCheap(async () => {
      const path = `/members/${tom.id}/packages/${tom.packageId}`;
      const answer = await asAna.patch(path, { expiresAt: '2026-03-25T12:00:00Z' });
      expect(answer.status).toBe(200);
    }, /FROM admin_activity_log a WHERE a\.package_id = \?/);
  });
});
