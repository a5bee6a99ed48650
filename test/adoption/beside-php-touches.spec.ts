import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { logged } from '../support/expectations.js';
import {
  type AdoptedMember,
  type AdoptedStudio,
  historyOf,
  legacyActivities,
  openAdoptedStudio,
  TODAY,
} from '../support/adoption/adopted-studio.js';

const YESTERDAY = '2026-03-11';

describe('what PHP changed, at the next touch of the package', () => {
  let studio: AdoptedStudio;

  beforeAll(async () => {
    studio = await openAdoptedStudio();
  });
  afterAll(() => studio.close());
  afterEach(async () => {
    await studio.reconcileAll();
    expect(await studio.verify()).toMatchObject({ holds: true, violations: [] });
  });

  /** A member of whom PHP took a session. */
  async function taken(day: string): Promise<AdoptedMember & { left: number }> {
    const tom = studio.nextMember();
    expect(await studio.php.startWorkout(tom.id, tom.coach.id, day)).toBe('taken');
    return { ...tom, left: tom.remaining - 1 };
  }

  async function phpsUsage({ packageId }: AdoptedMember): Promise<number> {
    const [row] = await studio.sql<{ id: number }>(
      'SELECT id FROM coach_session_usage WHERE coach_member_id = ? ORDER BY id DESC LIMIT 1',
      [packageId],
    );
    return row?.id ?? 0;
  }

  it('a workout: both are in the log, first PHP’s, and a second touch adds nothing', async () => {
    const tom = await taken(YESTERDAY);
    const { answer, rows } = await logged(studio, () => studio.coachOf(tom).startWorkout(tom));
    expect(answer.status).toBe(201);
    expect(answer.body.package).toMatchObject({ remaining: tom.left - 1, version: 3 });
    expect(rows.map(({ action, actor_role: role }) => `${action} ${role}`)).toEqual([
      'session.deducted legacy',
      'session.deducted coach',
    ]);
    expect(rows[1]?.before).toEqual(rows[0]?.after);

    const again = await logged(studio, () => studio.coachOf(tom).startWorkout(tom));
    expect(again.answer.body).toMatchObject({ deducted: false, reason: 'already_used_today' });
    expect(again.rows).toEqual([]);
  });

  it('a workout on the day that PHP took: 200, and whose usage it is', async () => {
    const tom = await taken(TODAY);
    const { status, body } = await studio.coachOf(tom).startWorkout(tom);
    expect(status).toBe(200);
    expect(body).toMatchObject({ deducted: false, reason: 'already_used_today' });
    expect(body.usage).toMatchObject({
      memberId: tom.id,
      coachId: tom.coach.id,
      kind: 'automatic',
    });
    expect(body.package.remaining).toBe(tom.left);
  });

  it('a workout that takes nothing but notices something: 200, and it is booked', async () => {
    const tom = studio.nextMember();
    const coach = studio.coachOf(tom);
    const { body } = await coach.startWorkout(tom);
    await coach.undo(tom, body.usage.id);
    await studio.php.change(tom.packageId, { remaining_sessions: tom.remaining + 5 });

    const { answer, rows } = await logged(studio, () => coach.startWorkout(tom));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ deducted: false, reason: 'undone_today' });
    expect(rows).toMatchObject([{ action: 'balance.external', actor_role: 'legacy' }]);
    expect(await studio.reconcileAll()).toBe(0);
  });

  it('a workout beside a monthly subscription: its usages become ours', async () => {
    const tom = studio.nextMember();
    await studio.php.change(tom.packageId, { status: 'disconnected' });
    const monthly = await studio.php.sell(tom.id, tom.coach.id, { rate_type: 'monthly' });
    await studio.php.noteUsage(monthly, YESTERDAY);
    const { body, status } = await studio.coachOf(tom).startWorkout(tom);
    expect(status).toBe(200);
    expect(body).toMatchObject({ deducted: false, reason: 'not_counted' });
    expect((await studio.verify()).holds).toBe(true);
  });

  it('a manual usage: refused on PHP’s day, which leaves the books to the next touch', async () => {
    const tom = await taken(TODAY);
    const coach = studio.coachOf(tom);
    const refused = await logged(studio, () => coach.addUsage(tom));
    expect(refused.answer).toBeProblem('already_used_on_date');
    expect(refused.rows).toMatchObject([{ outcome: 'refused', actor_role: 'coach' }]);

    const done = await coach.addUsage(tom, { usageDate: YESTERDAY });
    expect(done.status).toBe(201);
    expect(done.body.package.remaining).toBe(tom.left - 1);
    expect(await legacyActivities(studio, tom.packageId)).toHaveLength(1);
  });

  it('an undo, also of PHP’s own usage, once', async () => {
    const tom = await taken(TODAY);
    const coach = studio.coachOf(tom);
    const usageId = await phpsUsage(tom);
    const { status, body } = await coach.undo(tom, usageId, { reason: 'Did not train' });
    expect(status).toBe(200);
    expect(body.usage).toMatchObject({
      balanceAfter: tom.left,
      undone: { reason: 'Did not train' },
    });
    expect(body.package.remaining).toBe(tom.remaining);
    expect(await coach.undo(tom, usageId)).toBeProblem('already_undone');
    expect((await coach.startWorkout(tom)).body.reason).toBe('undone_today');
    // To PHP it is as if it had undone it itself: the next start takes the session again.
    expect(await studio.php.startWorkout(tom.id, tom.coach.id, TODAY)).toBe('taken');
    expect((await coach.startWorkout(tom)).body.reason).toBe('already_used_today');
  });

  it('an adjustment: the balance that counts is the one that PHP left', async () => {
    const tom = await taken(TODAY);
    const coach = studio.coachOf(tom);
    const change = { adjustment: 2, reason: 'a present' };
    const stale = await coach.adjust(tom, { ...change, expectedBalance: tom.remaining });
    expect(stale).toBeProblem('balance_changed');
    const { status, body } = await coach.adjust(tom, { ...change, expectedBalance: tom.left });
    expect(status).toBe(200);
    expect(body.usage.balanceAfter).toBe(tom.left + 2);
    expect(await historyOf(studio, tom)).toEqual([
      `automatic -1=${tom.left}`,
      `adjustment 2=${tom.left + 2}`,
    ]);
  });

  it('a change of terms, by the version that everybody can see', async () => {
    const tom = await taken(TODAY);
    const admin = studio.api.as(await studio.given.admin());
    const { body: seen } = await admin.get(`/members/${tom.id}/packages`);
    const { version } = seen.data[0] as { version: number };
    const path = `/members/${tom.id}/packages/${tom.packageId}`;
    const change = { expiresAt: '2027-01-31T22:59:59Z', expectedVersion: version };
    const { status, body } = await admin.patch(path, change);
    expect(status).toBe(200);
    expect(body).toMatchObject({ version: version + 2, remaining: tom.left });
    expect(await admin.patch(path, change)).toBeProblem('package_changed');
  });

  it('many touches at once: one of them books', async () => {
    const tom = await taken(YESTERDAY);
    const coach = studio.coachOf(tom);
    const answers = await Promise.all([
      ...[1, 2, 3, 4].map(() => coach.startWorkout(tom)),
      ...[1, 2, 3, 4].map(() => coach.adjust(tom, { adjustment: 1, reason: 'a present' })),
      studio.reconcileAll(),
      studio.reconcileAll(),
    ]);
    expect(answers).toHaveLength(10);
    expect(await legacyActivities(studio, tom.packageId)).toHaveLength(1);
    const { body } = await coach.member(tom);
    expect(body.packages[0].remaining).toBe(tom.left + 3);
  });

  it('a replay touches nothing', async () => {
    const tom = studio.nextMember();
    const coach = studio.coachOf(tom);
    const first = await coach.startWorkout(tom, {}, { key: 'beside-php' });
    await studio.php.takeSession(tom.packageId);
    const again = await logged(studio, () => coach.startWorkout(tom, {}, { key: 'beside-php' }));
    expect(again.answer.headers.get('idempotency-replayed')).toBe('true');
    expect(again.answer.text).toBe(first.text);
    expect(again.rows).toEqual([]);
    expect(await studio.reconcileAll()).toBe(1);
  });
});
