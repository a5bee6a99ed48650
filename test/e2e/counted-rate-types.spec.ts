import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('a studio that counts monthly subscriptions', () => {
  let studio: Studio;
  let ana: TestPerson;
  let admin: TestPerson;

  beforeAll(async () => {
    studio = await openStudio({ env: { COUNTED_RATE_TYPES: 'monthly, package' } });
    ana = await studio.given.coach();
    admin = await studio.given.admin();
  });
  afterAll(() => studio.close());

  const sell = (tom: { id: number }, body: object) =>
    studio.api.as(admin).post(`/members/${tom.id}/packages`, { coachId: ana.id, ...body });

  it('tells clients so', async () => {
    const { body } = await studio.api.as(ana).get('/studio');
    expect(body.countedRateTypes).toEqual(['package', 'monthly']);
  });

  describe('sells them', () => {
    it('with a count, which is granted', async () => {
      const tom = await studio.given.member();
      const { status, body } = await sell(tom, { rateType: 'monthly', sessions: 18 });
      expect(status).toBe(201);
      expect(body).toMatchObject({ remaining: 18, granted: 18, state: 'active' });
      const { data } = (await studio.api.as(ana).history(tom)).body;
      expect(data).toMatchObject([{ kind: 'grant', amount: 18, balanceAfter: 18 }]);
    });

    it('without limit, if that is said', async () => {
      const tom = await studio.given.member();
      const { body } = await sell(tom, { rateType: 'monthly', sessions: null });
      expect(body).toMatchObject({ remaining: null, granted: null, state: 'active' });
      const workout = await studio.api.as(tom).startWorkout(tom);
      expect(workout.body).toMatchObject({ deducted: false, reason: 'not_counted' });
    });

    it.each([
      ['nothing said about a limit', { rateType: 'monthly' }],
      ['a package without a count', { sessions: null }],
      ['a count of what is not counted', { rateType: 'per_session', sessions: 3 }],
      ['no sessions', { rateType: 'monthly', sessions: 0 }],
    ])('but not with %s', async (_, body) => {
      const tom = await studio.given.member();
      const answer = await sell(tom, body);
      expect(answer).toBeProblem('validation_failed');
      expect(answer.body.errors).toMatchObject([{ field: 'sessions' }]);
    });
  });

  it('takes sessions, gives them back, and corrects the count', async () => {
    const { api, given, clock } = studio;
    const tom = await given.member({ coach: ana, rateType: 'monthly', remaining: 2 });
    const workout = await api.as(tom).startWorkout(tom);
    expect(workout.body).toMatchObject({ deducted: true, package: { remaining: 1 } });
    const byHand = await api.as(ana).addUsage(tom, { usageDate: '2026-03-09' });
    expect(byHand.body.package).toMatchObject({ remaining: 0, state: 'exhausted' });
    clock.advance({ days: 1 });
    expect(await api.as(tom).startWorkout(tom)).toBeProblem('package_exhausted');
    const undone = await api.as(ana).undo(tom, byHand.body.usage.id, { reason: 'Was ill' });
    expect(undone.body.package).toMatchObject({ remaining: 1, state: 'active' });
    const gift = { adjustment: 3, reason: 'Gift', packageId: tom.packageId };
    expect((await api.as(ana).adjust(tom, gift)).body.package.remaining).toBe(4);
  });

  it('shows who has few left, in the list and in the overview', async () => {
    const { api, given } = studio;
    const bea = await given.coach();
    const low = await given.member({ coach: bea, rateType: 'monthly', remaining: 2 });
    const free = await given.person('member');
    await given.package(free, { coach: bea, rateType: 'monthly', expiresInDays: 5 });
    const empty = await given.member({ coach: bea, rateType: 'monthly', remaining: 0 });
    const ids = async (attention: string) => {
      const { body } = await api.as(bea).get(`/members?attention=${attention}`);
      return (body.data as { id: number }[]).map(({ id }) => id);
    };
    expect(await ids('low')).toEqual([low.id]);
    expect(await ids('empty')).toEqual([empty.id]);
    expect(await ids('expiring')).toEqual([free.id]);
    const { body } = await api.as(bea).get('/overview');
    expect(body.members).toMatchObject({ all: 3, low: 1, empty: 1, expiring: 1 });
  });

  it('has books that hold', async () => {
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
  });
});
