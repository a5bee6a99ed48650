import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectInvalid, expectNothingDone, expectRefusal } from '../support/expectations.js';
import { disconnect, packageRow } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

const TUESDAY_NOON = '2026-03-10T12:00:00Z';

describe('starting a workout', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set(TUESDAY_NOON));
  afterAll(() => studio.close());

  it('takes one session, and says what is left', async () => {
    const { api, given } = studio;
    const ana = await given.coach('Ana Silva');
    const tom = await given.member({ coach: ana, remaining: 5 });

    const answer = await api.as(ana).startWorkout(tom);

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      deducted: true,
      usage: { kind: 'automatic', usageDate: '2026-03-10', amount: -1, balanceAfter: 4 },
      package: { id: tom.packageId, remaining: 4, state: 'active', coachName: 'Ana Silva' },
    });
  });

  it('takes nothing the second time of a day, whoever starts it', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    const first = await api.as(tom).startWorkout(tom);

    for (const person of [tom, ana, await given.staff(), await given.admin()]) {
      const again = await expectNothingDone(studio, () => api.as(person).startWorkout(tom));
      expect(again.body).toMatchObject({ deducted: false, reason: 'already_used_today' });
      expect(again.body.usage).toEqual(first.body.usage);
      expect(again.body.package.remaining).toBe(4);
    }
  });

  it('takes another one the next day', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    await api.as(ana).startWorkout(tom);
    clock.advance({ days: 1 });

    const next = await api.as(ana).startWorkout(tom);

    expect(next.body).toMatchObject({ deducted: true, usage: { usageDate: '2026-03-11' } });
    expect(next.body.package.remaining).toBe(3);
  });

  it('also takes nothing where the day’s session was added by hand', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana });
    const added = await api.as(ana).addUsage(tom);

    const answer = await expectNothingDone(studio, () => api.as(tom).startWorkout(tom));

    expect(answer.body).toMatchObject({ deducted: false, reason: 'already_used_today' });
    expect(answer.body.usage.id).toBe(added.body.usage.id);
  });

  it('also takes nothing where the legacy system wrote the day’s usage', async () => {
    const { api, given, sql } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    await sql('INSERT INTO coach_usage_history (coach_member_id, usage_date) VALUES (?, ?)', [
      tom.packageId,
      '2026-03-10',
    ]);

    const answer = await expectNothingDone(studio, () => api.as(tom).startWorkout(tom));

    expect(answer.body).toMatchObject({ deducted: false, reason: 'already_used_today' });
    expect(answer.body.package).toMatchObject({ id: tom.packageId, remaining: 5 });
  });

  it('does not cancel a coach’s undo, but leaves room for a session by hand', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    const { usage } = (await api.as(tom).startWorkout(tom)).body;
    await api.as(ana).undo(tom, usage.id, { reason: 'Only said hello' });

    const again = await expectNothingDone(studio, () => api.as(tom).startWorkout(tom));
    expect(again.body).toMatchObject({
      deducted: false,
      reason: 'undone_today',
      usage: { id: usage.id, undone: { reason: 'Only said hello', by: { id: ana.id } } },
      package: { remaining: 5 },
    });

    const byHand = await api.as(ana).addUsage(tom);
    expect(byHand.status).toBe(201);
    expect(byHand.body.package.remaining).toBe(4);
  });

  it('takes a session again where only one added by hand was undone', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    const { usage } = (await api.as(ana).addUsage(tom)).body;
    await api.as(ana).undo(tom, usage.id);

    const answer = await api.as(tom).startWorkout(tom);

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ deducted: true, package: { remaining: 4 } });
  });

  it('forgets an undo the next day', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    const { usage } = (await api.as(tom).startWorkout(tom)).body;
    await api.as(ana).undo(tom, usage.id);
    clock.advance({ days: 1 });
    expect((await api.as(tom).startWorkout(tom)).body.deducted).toBe(true);
  });

  it.each(['monthly', 'per_session'] as const)(
    'counts nothing of a %s subscription',
    async (rateType) => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, rateType });

      const answer = await expectNothingDone(studio, () => api.as(tom).startWorkout(tom));

      expect(answer.body).toMatchObject({ deducted: false, reason: 'not_counted' });
      expect(answer.body).not.toHaveProperty('usage');
      expect(answer.body.package).toMatchObject({
        id: tom.packageId,
        rateType,
        remaining: null,
        granted: null,
        state: 'active',
      });
    },
  );

  it('says that a monthly subscription that is over does not help', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, rateType: 'monthly' });
    await disconnect(studio, { id: tom.packageId, memberId: tom.id });
    await expectRefusal(studio, 'no_active_package', () => api.as(tom).startWorkout(tom));
  });

  it('drains a package: exhausted for us, expired in the legacy table', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 1 });
    expect(await packageRow(studio, tom.packageId)).toMatchObject({ status: 'active' });

    const last = await api.as(tom).startWorkout(tom);

    expect(last.body).toMatchObject({
      deducted: true,
      usage: { balanceAfter: 0 },
      package: { remaining: 0, state: 'exhausted' },
    });
    expect(await packageRow(studio, tom.packageId)).toEqual({
      status: 'expired',
      remaining: 0,
      version: 2,
    });
    const sameDay = await expectNothingDone(studio, () => api.as(tom).startWorkout(tom));
    expect(sameDay.body).toMatchObject({ reason: 'already_used_today', package: { remaining: 0 } });
    clock.advance({ days: 1 });
    await expectRefusal(studio, 'package_exhausted', () => api.as(tom).startWorkout(tom));
  });

  describe('that started earlier', () => {
    it('counts for the day on which it started', async () => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana });
      // 23:30 of the day before, in Berlin.
      const answer = await api
        .as(tom)
        .startWorkout(tom, { startedAt: '2026-03-09T23:30:00+01:00' });
      expect(answer.body.usage).toMatchObject({ usageDate: '2026-03-09' });
      expect(answer.body.usage.createdAt).toBe('2026-03-10T12:00:00.000Z');
      expect((await api.as(tom).startWorkout(tom)).body.usage.usageDate).toBe('2026-03-10');
    });

    it('may be 24 hours ago, and not a second more', async () => {
      const { api, given } = studio;
      const tom = await given.member({ coach: await given.coach() });
      const ask = (startedAt: string) => () => api.as(tom).startWorkout(tom, { startedAt });
      await expectInvalid(studio, 'startedAt', ask('2026-03-09T11:59:59Z'));
      expect((await ask('2026-03-09T12:00:00Z')()).status).toBe(201);
    });

    it('is never in the future; a minute is a telephone’s clock that runs ahead', async () => {
      const { api, given } = studio;
      const tom = await given.member({ coach: await given.coach() });
      const ask = (startedAt: string) => () => api.as(tom).startWorkout(tom, { startedAt });
      await expectInvalid(studio, 'startedAt', ask('2026-03-10T12:01:01Z'));
      await expectInvalid(studio, 'startedAt', ask('2027-03-10T12:00:00Z'));
      expect((await ask('2026-03-10T12:01:00Z')()).status).toBe(201);
    });

    it('never counts for tomorrow, even by a clock that runs ahead', async () => {
      const { api, given, clock } = studio;
      const tom = await given.member({ coach: await given.coach() });
      clock.set('2026-03-10T22:59:30Z');
      const answer = await api.as(tom).startWorkout(tom, { startedAt: '2026-03-10T23:00:10Z' });
      expect(answer.body.usage.usageDate).toBe('2026-03-10');
    });

    it.each([
      ...['yesterday', '', '2026-03-10', '2026-03-10T11:00:00', '2026-02-30T11:00:00Z'],
      ...['2026-W11-2T11:00:00Z', '2026-069T11:00:00Z', '2026-03-10T11Z', '2026-03-10T1100Z'],
      ...['2026-03-10T11:00:00,5Z', '2026-03-10T24:00:00Z', '2026-03-10 11:00:00Z'],
      ...['2026-03-10T11:00:00+24:00', '9999-12-31T23:59:59Z', null, 0, 1773140400, {}, []],
    ])('is told as an instant, not as %j', async (startedAt) => {
      const { api, given } = studio;
      const tom = await given.member();
      await expectInvalid(studio, 'startedAt', () => api.as(tom).startWorkout(tom, { startedAt }));
    });
  });
});
