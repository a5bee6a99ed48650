import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { expectInvalid, expectRefusal } from '../support/expectations.js';
import { violations } from '../support/laws.js';
import { OldApp, PAGE } from '../support/old-app.js';
import { openStudio, type Studio } from '../support/studio.js';

const AGAIN = { again: true, reason: 'Two trainings' };

describe('a second session of a day, on purpose', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set('2026-03-10T12:00:00Z'));
  afterAll(() => studio.close());

  async function tomWhoTrained(remaining = 9) {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining });
    const first = await api.as(tom).startWorkout(tom);
    return { ana: api.as(ana), coach: ana, tom, first: first.body.usage as { id: number } };
  }

  async function slotsOf({ id }: { id: number }): Promise<(number | null)[]> {
    const rows = await studio.sql<{ slot: number | null }>(
      'SELECT active_slot AS slot FROM coach_usage_history WHERE member_id = ? ORDER BY id',
      [id],
    );
    return rows.map(({ slot }) => slot).slice(1);
  }

  it('is taken where somebody says so, and why', async () => {
    const { ana, tom } = await tomWhoTrained();
    const answer = await ana.addUsage(tom, AGAIN);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      usage: {
        ...{ kind: 'manual', usageDate: '2026-03-10', amount: -1, balanceAfter: 7, again: true },
        ...{ reason: 'Two trainings', attendance: 'attended' },
      },
      package: { remaining: 7 },
    });
    expect(await slotsOf(tom)).toEqual([1, 2]);
    expect((await ana.member(tom)).body).toMatchObject({ usedToday: true });
    const [logged] = (await ana.activity(`?memberId=${tom.id}&limit=1`)).body.data;
    expect(logged).toMatchObject({ action: 'session.used', code: 'second_session' });
  });

  it('needs a reason, in own words or by its code', async () => {
    const { ana, tom } = await tomWhoTrained();
    await expectInvalid(studio, 'reason', () => ana.addUsage(tom, { again: true }));
    const byCode = await ana.addUsage(tom, { again: true, reasonCode: 'goodwill' });
    expect(byCode.body.usage).toMatchObject({ again: true, reasonCode: 'goodwill' });
  });

  it('is the first one where nothing was used that day', async () => {
    const { ana, tom } = await tomWhoTrained();
    const { body } = await ana.addUsage(tom, { ...AGAIN, usageDate: '2026-03-09' });
    expect(body.usage).toMatchObject({ again: false, usageDate: '2026-03-09' });
    await expectRefusal(studio, 'already_used_on_date', () =>
      ana.addUsage(tom, { usageDate: '2026-03-09' }),
    );
  });

  it('is one of nine at most', async () => {
    const { ana, tom } = await tomWhoTrained(12);
    for (let count = 2; count <= 9; count += 1) {
      expect((await ana.addUsage(tom, AGAIN)).status).toBe(201);
    }
    await expectRefusal(studio, 'day_full', () => ana.addUsage(tom, AGAIN));
    expect(await slotsOf(tom)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('stays beside the first, which nobody takes again by itself', async () => {
    const { ana, tom } = await tomWhoTrained();
    await ana.addUsage(tom, AGAIN);
    const workout = await studio.api.as(tom).startWorkout(tom);
    expect(workout.body).toMatchObject({ deducted: false, reason: 'already_used_today' });
    await expectRefusal(studio, 'already_used_on_date', () => ana.addUsage(tom));
  });

  it('is undone while the first stays', async () => {
    const { ana, tom, first } = await tomWhoTrained();
    const second = await ana.addUsage(tom, AGAIN);
    const undone = await ana.undo(tom, second.body.usage.id);
    expect(undone.body).toMatchObject({ usage: { again: true }, package: { remaining: 8 } });
    expect(await slotsOf(tom)).toEqual([1, null]);
    const workout = await studio.api.as(tom).startWorkout(tom);
    expect(workout.body).toMatchObject({ reason: 'already_used_today', usage: { id: first.id } });
  });

  it('holds the day where the first is undone: a workout then takes none', async () => {
    const { ana, tom, first } = await tomWhoTrained();
    const second = await ana.addUsage(tom, AGAIN);
    await ana.undo(tom, first.id);
    expect(await slotsOf(tom)).toEqual([null, 2]);
    expect((await ana.member(tom)).body).toMatchObject({ usedToday: true });
    const workout = await studio.api.as(tom).startWorkout(tom);
    expect(workout.body).toMatchObject({
      ...{ deducted: false, reason: 'already_used_today', usage: { id: second.body.usage.id } },
    });
    const third = await ana.addUsage(tom, AGAIN);
    expect(third.body.usage.again).toBe(true);
    expect(await slotsOf(tom)).toEqual([null, 2, 3]);
  });

  it('is of a pair: with another coach it is the first', async () => {
    const { given, api } = studio;
    const { tom } = await tomWhoTrained();
    const ben = await given.coach();
    const withBen = await given.package(tom, { coach: ben, remaining: 3 });
    const staff = api.as(await given.staff());
    const { body } = await staff.addUsage(tom, { ...AGAIN, packageId: withBen.id });
    expect(body.usage).toMatchObject({ again: false, packageId: withBen.id });
  });

  it('comes from any package of the pair', async () => {
    const { given } = studio;
    const { ana, coach, tom } = await tomWhoTrained();
    const other = await given.package(tom, { coach, remaining: 3 });
    const { body } = await ana.addUsage(tom, { ...AGAIN, packageId: other.id });
    expect(body.usage).toMatchObject({ again: true, packageId: other.id });
  });

  it('is taken once for one idempotency key', async () => {
    const { ana, tom } = await tomWhoTrained();
    const sent = () => ana.addUsage(tom, AGAIN, { key: 'second-of-tom' });
    const [first, replay] = [await sent(), await sent()];
    expect(replay.body).toEqual(first.body);
    expect(await slotsOf(tom)).toEqual([1, 2]);
  });

  it('is refused as any other where nothing is left', async () => {
    const { ana, tom } = await tomWhoTrained(1);
    await expectRefusal(studio, 'package_exhausted', () => ana.addUsage(tom, AGAIN));
  });

  it('is listed by the old app beside the first', async () => {
    const { ana, coach, tom } = await tomWhoTrained();
    await ana.addUsage(tom, AGAIN);
    const app = new OldApp(studio.api).as(coach);
    const old = await app.get(PAGE, 'get-session-history', { member_id: tom.id });
    const days = old.body.data.history.map((one: { usage_date: string }) => one.usage_date);
    expect(days).toEqual(['2026-03-10', '2026-03-10']);
  });

  it('leaves books that add up', async () => {
    expect(await violations(studio.sql)).toEqual([]);
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
  });
});
