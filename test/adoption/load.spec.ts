import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureLog } from '../support/captured-log.js';
import {
  ADOPTED_AT,
  type AdoptedMember,
  type AdoptedStudio,
  membersOf,
  openAdoptedStudio,
} from '../support/adoption/adopted-studio.js';
import { createLegacyDatabase } from '../support/adoption/legacy-database.js';
import { Rush } from '../support/adoption/rush.js';
import { chance, seedFor } from '../support/seed.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';

/** How long PHP writes alone, and then both. */
const SECONDS = { alone: 1, both: size({ ci: 15, full: 60 }) };
const WRITERS = 8;
const MEMBERS = 20;
const DAY_MS = 150;
const SESSIONS = 60;

describe('PHP goes on while its database is taken over, and then we beside it', () => {
  let studio: AdoptedStudio;
  let members: AdoptedMember[];
  let rush: Rush;
  let php: Promise<unknown>;
  const dice = chance(seedFor('beside PHP'));

  const each = (work: (nth: number) => Promise<void>) =>
    Promise.all(Array.from({ length: WRITERS }, (_, nth) => work(nth)));

  beforeAll(async () => {
    const legacy = await createLegacyDatabase('plain');
    members = (await membersOf(legacy.query)).slice(0, MEMBERS);
    await legacy.query(
      'UPDATE coach_member_list SET expires_at = NULL, remaining_sessions = ? WHERE id IN (?)',
      [SESSIONS, members.map(({ packageId }) => packageId)],
    );
    rush = new Rush(legacy.url, members, ADOPTED_AT);
    php = Promise.all([rush.days(DAY_MS), each((nth) => rush.asPhp(dice.forClient(nth)))]);
    await sleep(SECONDS.alone * 1_000);
    studio = await openAdoptedStudio({ LOG_LEVEL: 'warn' }, legacy);
  });
  afterAll(async () => {
    rush.end();
    await php;
    await studio.close();
  });

  it(
    'no statement of PHP fails, no change is lost or made twice, and the books add up',
    async () => {
      const log = captureLog(studio);
      const takenBefore = rush.phpDid.get('taken') ?? 0;
      const ours = each((nth) => rush.asCoach(studio, dice.forClient(100 + nth)));
      await sleep(SECONDS.both * 1_000);
      rush.end();
      await Promise.all([php, ours]);
      const booked = await studio.reconcileAll();
      const { violations, toLookAt } = await studio.verify();
      const retries = log.text.split('database work tried again').length - 1;
      report(rush, {
        takenBefore,
        booked,
        doubles: toLookAt.length,
        retries,
        ...(await externals()),
      });

      expect(rush.phpErrors).toEqual([]);
      expect([...rush.statuses.keys()].filter((status) => status >= 500)).toEqual([]);
      expect(takenBefore).toBeGreaterThan(20);
      expect(rush.phpDid.get('taken') ?? 0).toBeGreaterThan(50);
      expect(rush.acknowledged.length).toBeGreaterThan(50);
      expect(violations).toEqual([]);
      expect(await countsOf(members)).toEqual(
        members.map(({ id }) => ({ id, left: SESSIONS + (rush.changes.get(id) ?? 0) })),
      );
      expect(await sumsThatDiffer()).toEqual([]);
      expect(await daysUsedTwice()).toEqual([]);
      expect(await lost(rush)).toEqual([]);
      expect(await studio.reconcileAll()).toBe(0);
    },
    SIZED_TIMEOUT_MS,
  );

  /** What each member has left, of all packages. */
  async function countsOf(people: readonly AdoptedMember[]) {
    const rows = await studio.sql<{ id: number; sessions: string }>(
      `SELECT member_id AS id, SUM(remaining_sessions) AS sessions FROM coach_member_list
        WHERE rate_type = 'package' GROUP BY member_id`,
    );
    const left = new Map(rows.map(({ id, sessions }) => [id, Number(sessions)]));
    return people.map(({ id }) => ({ id, left: left.get(id) }));
  }

  /** Sessions moved by entries of each reason. */
  async function externals(): Promise<Record<string, number>> {
    const rows = await studio.sql<{ reason: string; sessions: string }>(
      `SELECT CONCAT(reason, IF(adjustment_amount < 0, ' -', ' +')) AS reason,
              SUM(adjustment_amount) AS sessions
         FROM coach_usage_history
        WHERE adjustment_type = 'external' GROUP BY reason, adjustment_amount < 0`,
    );
    return Object.fromEntries(rows.map(({ reason, sessions }) => [reason, Number(sessions)]));
  }

  async function sumsThatDiffer() {
    return studio.sql(
      `SELECT p.id, p.remaining_sessions, p.granted_sessions, p.booked_sessions
         FROM coach_member_list p LEFT JOIN coach_usage_history u ON u.coach_member_id = p.id
        WHERE p.rate_type = 'package'
        GROUP BY p.id, p.remaining_sessions, p.granted_sessions, p.booked_sessions
       HAVING COALESCE(p.remaining_sessions, 0) <> p.booked_sessions
           OR COALESCE(p.remaining_sessions, 0) <> p.granted_sessions
              + SUM(CASE WHEN u.adjustment_type IN ('adjustment', 'external')
                         THEN u.adjustment_amount ELSE 0 END)
              - SUM(CASE WHEN u.adjustment_type IN ('automatic', 'manual')
                          AND u.undone_at IS NULL THEN 1 ELSE 0 END)`,
    );
  }

  async function daysUsedTwice() {
    return studio.sql(
      `SELECT p.member_id, p.coach_id, u.usage_date, COUNT(*) AS times
         FROM coach_member_list p JOIN coach_usage_history u ON u.coach_member_id = p.id
        WHERE u.adjustment_type IN ('automatic', 'manual') AND u.undone_at IS NULL
        GROUP BY p.member_id, p.coach_id, u.usage_date HAVING COUNT(*) > 1`,
    );
  }

  /** Acknowledged changes that are not in the history as acknowledged, or not in the log. */
  async function lost({ acknowledged }: Rush) {
    const rows = await studio.sql<{ id: number; kind: string; isUndone: number }>(
      `SELECT id, adjustment_type AS kind, undone_at IS NOT NULL AS isUndone
         FROM coach_usage_history`,
    );
    const history = new Map(rows.map((row) => [row.id, row]));
    const logged = new Set(
      (
        await studio.sql<{ request: string }>(
          `SELECT CONCAT(request_id, ' ', usage_id) AS request FROM admin_activity_log
            WHERE outcome = 'done' AND actor_role = 'coach'`,
        )
      ).map(({ request }) => request),
    );
    const undone = new Set(
      acknowledged.filter(({ what }) => what === 'undone').map(({ usageId }) => usageId),
    );
    return acknowledged.filter(({ what, usageId, requestId }) => {
      const row = history.get(usageId);
      const kinds = what === 'adjusted' ? ['adjustment'] : ['automatic', 'manual'];
      const isKept = row && kinds.includes(row.kind) && row.isUndone > 0 === undone.has(usageId);
      return !isKept || !logged.has(`${requestId} ${usageId}`);
    });
  }
});

function report(rush: Rush, more: Record<string, number>): void {
  const figures = {
    seconds: SECONDS.both,
    php: Object.fromEntries(rush.phpDid),
    phpErrors: rush.phpErrors.length,
    ours: Object.fromEntries(rush.statuses),
    acknowledged: rush.acknowledged.length,
    ...more,
  };
  process.stdout.write(`beside PHP: ${JSON.stringify(figures)}\n`);
}
