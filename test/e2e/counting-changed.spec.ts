import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import '../support/matchers.js';
import { changePackage, packageRow } from '../support/packages.js';
import { soldByPhp } from '../support/sold-by-php.js';
import { openStudio, type Studio } from '../support/studio.js';

const COUNTING = { COUNTED_RATE_TYPES: 'package,monthly' };

/** The operator sets the variable, or takes it back, on a database that is in use. */
describe('a studio that changes what it counts', () => {
  let studio: Studio;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach();
  });
  afterAll(() => studio.close());

  /** The same database, started again with other settings, for as long as the work takes. */
  async function restarted<T>(
    env: Record<string, string>,
    work: (other: Studio) => Promise<T>,
  ): Promise<T> {
    const now = studio.clock.now().toISOString();
    const other = await openStudio({ databaseUrl: studio.databaseUrl, now, env });
    try {
      return await work(other);
    } finally {
      await other.close();
    }
  }

  const verified = async ({ app }: Studio) => (await app.get(VerifyService).verify()).text;
  const bookAll = ({ app }: Studio) => app.get(ReconciliationRun).reconcileAll();
  const phpTakes = (id: number) =>
    studio.sql(
      'UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1 WHERE id = ?',
      [id],
    );
  const phpNotes = (id: number, day: string) =>
    studio.sql('INSERT INTO coach_usage_history (coach_member_id, usage_date) VALUES (?, ?)', [
      id,
      day,
    ]);

  it('opens the books of what is counted from then on', async () => {
    const tom = await studio.given.person('member');
    const sale = { member: tom, coach: ana, rateType: 'monthly', remaining: 12 } as const;
    const id = await soldByPhp(studio, sale);
    expect(await verified(studio)).toContain('All laws hold.');
    expect(await verified(studio)).toMatch(/Not counted.*: 1 running monthly .*, 12 sessions left/);
    await restarted(COUNTING, async (counting) => {
      expect(await verified(counting)).toMatch(`package ${id} is new, and not booked yet`);
      expect(await bookAll(counting)).toBe(1);
      const text = await verified(counting);
      expect(text).toContain('All laws hold.');
      expect(text).not.toContain('Not counted');
      const { body } = await counting.api.as(ana).startWorkout(tom);
      expect(body.package).toMatchObject({ id, remaining: 11, granted: 12, version: 2 });
    });
  });

  it('also where its terms were changed, PHP used it, and a usage was undone before', async () => {
    const tom = await studio.given.person('member');
    const sale = { member: tom, coach: ana, rateType: 'monthly', remaining: 12 } as const;
    const id = await soldByPhp(studio, sale);
    const one = { id, memberId: tom.id };
    await changePackage(studio, one, { expiresAt: '2027-01-01T00:00:00Z' });
    await phpTakes(id);
    await phpNotes(id, '2026-03-08');
    await phpTakes(id);
    await phpNotes(id, '2026-03-09');
    await changePackage(studio, one, { expiresAt: '2027-02-01T00:00:00Z' });
    const { data } = (await studio.api.as(ana).history(tom)).body;
    expect((await studio.api.as(ana).undo(tom, data[0].id, { reason: 'ill' })).status).toBe(200);
    expect(await packageRow(studio, id)).toMatchObject({ remaining: 11, version: 3 });
    expect(await verified(studio)).toContain('All laws hold.');

    await restarted(COUNTING, async (counting) => {
      const { body } = await counting.api.as(ana).startWorkout(tom);
      expect(body.package).toMatchObject({ id, remaining: 10, granted: 12, version: 5 });
      expect(await verified(counting)).toContain('All laws hold.');
    });
  });

  it('leaves a subscription without a count without one, whatever is undone', async () => {
    const tom = await studio.given.person('member');
    const sale = { member: tom, coach: ana, rateType: 'monthly', remaining: null } as const;
    const id = await soldByPhp(studio, sale);
    await phpNotes(id, '2026-03-09');
    const { data } = (await studio.api.as(ana).history(tom)).body;
    await studio.api.as(ana).undo(tom, data[0].id, { reason: 'ill' });
    expect(await packageRow(studio, id)).toMatchObject({ remaining: null, version: 1 });
    await restarted(COUNTING, async (counting) => {
      const { body } = await counting.api.as(tom).startWorkout(tom);
      expect(body).toMatchObject({ deducted: false, reason: 'not_counted' });
      expect(await verified(counting)).toContain('All laws hold.');
    });
  });

  it('goes on with the books of what is not counted any more, and back again', async () => {
    const tom = await studio.given.person('member');
    const sale = { member: tom, coach: ana, rateType: 'monthly', remaining: 12 } as const;
    const id = await soldByPhp(studio, sale);
    const one = { id, memberId: tom.id };
    await restarted(COUNTING, async (counting) => {
      await counting.api.as(tom).startWorkout(tom);
    });

    expect(await verified(studio)).toContain('All laws hold.');
    studio.clock.advance({ days: 1 });
    const workout = await studio.api.as(tom).startWorkout(tom);
    expect(workout.body).toMatchObject({ reason: 'not_counted', package: { remaining: null } });
    await phpTakes(id);
    await phpNotes(id, '2026-03-11');
    await changePackage(studio, one, { expiresAt: '2027-01-01T00:00:00Z' });
    await bookAll(studio);
    expect(await verified(studio)).toContain('All laws hold.');
    await phpTakes(id);
    await changePackage(studio, one, { expiresAt: '2027-02-01T00:00:00Z' });
    expect(await verified(studio)).toContain('All laws hold.');

    await restarted(COUNTING, async (counting) => {
      expect(await verified(counting)).toContain('All laws hold.');
      counting.clock.advance({ days: 1 });
      const { body } = await counting.api.as(tom).startWorkout(tom);
      expect(body.package).toMatchObject({ id, remaining: 8, granted: 12 });
      expect(await verified(counting)).toContain('All laws hold.');
    });
  });

  it('believes PHP that a subscription is over, until people agree on it anew', async () => {
    const { api, given } = studio;
    const tom = await given.person('member');
    const sale = { member: tom, coach: ana, rateType: 'monthly', remaining: 0 } as const;
    const id = await soldByPhp(studio, { ...sale, status: 'expired' });
    const one = { id, memberId: tom.id };
    expect(await api.as(tom).startWorkout(tom)).toBeProblem('package_expired');
    const { body } = await api.as(ana).get('/members?attention=expiring');
    expect(body.data.map((member: { id: number }) => member.id)).not.toContain(tom.id);
    await changePackage(studio, one, { reason: 'a look at it' });
    expect(await packageRow(studio, id)).toMatchObject({ status: 'expired' });
    await changePackage(studio, one, { expiresAt: '2026-03-20T00:00:00Z' });
    expect(await packageRow(studio, id)).toMatchObject({ status: 'active' });
    expect((await api.as(tom).startWorkout(tom)).body).toMatchObject({ reason: 'not_counted' });
  });
});
