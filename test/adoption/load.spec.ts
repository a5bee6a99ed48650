import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureLog } from '../support/captured-log.js';
import { type AdoptedStudio, openAdoptedStudio } from '../support/adoption/adopted-studio.js';
import { Rush } from '../support/adoption/rush.js';
import { chance, seedFor } from '../support/seed.js';
import { SIZED_TIMEOUT_MS } from '../support/size.js';

const SECONDS = 20;
const WRITERS = 8;
const MEMBERS = 20;
const DAY_MS = 150;

describe('PHP and we on the same packages at the same time', () => {
  let studio: AdoptedStudio;
  const seed = seedFor('beside PHP');

  beforeAll(async () => {
    studio = await openAdoptedStudio({ LOG_LEVEL: 'warn' });
  });
  afterAll(() => studio.close());

  it(
    'no statement of PHP fails, no change of ours is lost, and the books add up',
    async () => {
      const log = captureLog(studio);
      const members = Array.from({ length: MEMBERS }, () => studio.nextMember());
      for (const one of members) {
        await studio.php.change(one.packageId, { expires_at: null, remaining_sessions: 60 });
      }
      await studio.reconcileAll();
      const rush = new Rush(studio, members, Date.now() + SECONDS * 1_000);
      const dice = chance(seed);
      await Promise.all([
        rush.days(DAY_MS),
        ...Array.from({ length: WRITERS }, (_, n) => rush.asPhp(dice.forClient(n))),
        ...Array.from({ length: WRITERS }, (_, n) => rush.asCoach(dice.forClient(100 + n))),
      ]);
      const booked = await studio.reconcileAll();
      const { violations, toLookAt } = await studio.verify();
      const retries = log.text.split('database work tried again').length - 1;
      report(rush, { booked, doubles: toLookAt.length, retries, ...(await externals()) });

      expect(rush.phpErrors).toEqual([]);
      expect([...rush.statuses.keys()].filter((status) => status >= 500)).toEqual([]);
      expect(rush.phpDid.get('taken') ?? 0).toBeGreaterThan(50);
      expect(rush.acknowledged.length).toBeGreaterThan(50);
      expect(violations).toEqual([]);
      expect(await sumsThatDiffer()).toEqual([]);
      expect(await daysUsedTwice()).toEqual([]);
      expect(await lost(rush)).toEqual([]);
      expect(await studio.reconcileAll()).toBe(0);
    },
    SIZED_TIMEOUT_MS + SECONDS * 1_000,
  );

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
    seconds: SECONDS,
    php: Object.fromEntries(rush.phpDid),
    phpErrors: rush.phpErrors.length,
    ours: Object.fromEntries(rush.statuses),
    acknowledged: rush.acknowledged.length,
    ...more,
  };
  process.stdout.write(`beside PHP: ${JSON.stringify(figures)}\n`);
}
