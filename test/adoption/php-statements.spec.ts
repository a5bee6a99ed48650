import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { LEGACY_KINDS } from '../support/adoption/legacy-schema.js';
import { Php } from '../support/adoption/php.js';
import { migrate } from '../support/sql.js';

const NOW = '2026-03-12T12:00:00Z';

describe.each(LEGACY_KINDS)('the statements of PHP, before and after the take-over: %s', (kind) => {
  let legacy: LegacyDatabase;
  let php: Php;
  let before: unknown;

  beforeAll(async () => {
    legacy = await createLegacyDatabase(kind);
    php = await Php.connect(legacy.url, NOW);
    before = await story(9_001);
    await migrate(legacy.url);
  });
  afterAll(async () => {
    await php.close();
    await legacy.close();
  });

  /** All that PHP does with a member's subscriptions: its answers, and the rows that it left. */
  async function story(memberId: number): Promise<unknown> {
    const workout = (day: string) => php.startWorkout(memberId, 10, day);
    const answers: string[] = [];
    const monthly = await php.sell(memberId, 10, { rate_type: 'monthly' });
    answers.push(await workout('2026-03-11'));
    await php.change(monthly, { status: 'disconnected' });
    const sold = await php.sell(memberId, 10, {
      status: 'expired',
      staff_approval: 'pending',
      requested_at: null,
      remaining_sessions: 2,
      expires_at: '2026-06-30 23:59:59',
      handled_by_coach: 10,
    });
    answers.push(await workout('2026-03-11'));
    await php.change(sold, { status: 'active', staff_approval: 'approved', payment_received: 1 });
    for (const day of ['2026-03-11', '2026-03-11', '2026-03-12']) answers.push(await workout(day));
    answers.push(await workout('2026-03-13'));
    await php.takeSession(sold);
    await php.noteUsage(sold, '2026-03-12');
    await php.run('INSERT INTO coach_member_list (coach_id, member_id) VALUES (?, ?)', [
      10,
      memberId,
    ]);
    return { answers, ...(await rowsOf(memberId)) };
  }

  async function rowsOf(memberId: number) {
    const packages = await php.run(
      `SELECT coach_id, status, coach_approval, staff_approval, requested_at, coach_approved_at,
              staff_approved_at, payment_received, handled_by_coach, handled_by_staff, expires_at,
              remaining_sessions, rate_type
         FROM coach_member_list WHERE member_id = ? ORDER BY id`,
      [memberId],
    );
    const usages = await php.run(
      `SELECT u.usage_date, u.created_at
         FROM coach_session_usage u JOIN coach_member_list p ON p.id = u.coach_member_id
        WHERE p.member_id = ? ORDER BY u.id`,
      [memberId],
    );
    return { packages, usages };
  }

  it('have the same effect', async () => {
    expect(before).toMatchObject({
      answers: [
        'not counted',
        'no subscription',
        'taken',
        'already used',
        'taken',
        'no subscription',
      ],
      packages: [{}, { status: 'expired', remaining_sessions: 0 }, { remaining_sessions: 18 }],
      usages: [{ usage_date: '2026-03-11' }, { usage_date: '2026-03-12' }],
    });
    expect(await story(9_002)).toEqual(before);
  });
});
