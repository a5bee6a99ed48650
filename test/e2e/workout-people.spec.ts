import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectInvalid, expectNothingDone, expectRefusal } from '../support/expectations.js';
import { disconnect } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

const TUESDAY_NOON = '2026-03-10T12:00:00Z';

describe('who starts a workout, and with whom', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set(TUESDAY_NOON));
  afterAll(() => studio.close());

  async function tomWithTwoCoaches() {
    const { given } = studio;
    const ana = await given.coach('Ana Silva');
    const ben = await given.coach('Ben Okoye');
    const tom = await given.member({ coach: ana, remaining: 5 });
    const withBen = await given.package(tom, { coach: ben, remaining: 7 });
    return { ana, ben, tom, withBen };
  }

  it('members start their own', async () => {
    const { api } = studio;
    const { tom, ben, withBen } = await tomWithTwoCoaches();
    const answer = await api.as(tom).startWorkout(tom, { coachId: ben.id });
    expect(answer.body).toMatchObject({
      deducted: true,
      usage: { coachId: ben.id, createdBy: { id: tom.id, role: 'member' } },
      package: { id: withBen.id, remaining: 6 },
    });
  });

  it('members start nobody else’s', async () => {
    const { api, given } = studio;
    const { tom } = await tomWithTwoCoaches();
    const eve = await given.member();
    await expectRefusal(studio, 'not_your_member', () => api.as(eve).startWorkout(tom));
    await expectRefusal(studio, 'not_your_member', () => api.as(eve).startWorkout({ id: 999_999 }));
  });

  it('staff and admins start anybody’s, of members who exist', async () => {
    const { api, given } = studio;
    const { tom, ana } = await tomWithTwoCoaches();
    const staff = await given.staff();
    expect((await api.as(staff).startWorkout(tom, { coachId: ana.id })).status).toBe(201);
    for (const stranger of [{ id: 999_999 }, ana]) {
      await expectRefusal(studio, 'member_not_found', () => api.as(staff).startWorkout(stranger));
    }
  });

  it('a coach takes from the packages with themselves, without saying so', async () => {
    const { api } = studio;
    const { tom, ana, ben, withBen } = await tomWithTwoCoaches();
    const byBen = await api.as(ben).startWorkout(tom);
    expect(byBen.body.package).toMatchObject({ id: withBen.id, remaining: 6 });
    const byAna = await api.as(ana).startWorkout(tom, { coachId: ana.id });
    expect(byAna.body.package).toMatchObject({ id: tom.packageId, remaining: 4 });
  });

  it('a coach is refused the packages with somebody else', async () => {
    const { api } = studio;
    const { tom, ana, ben } = await tomWithTwoCoaches();
    await expectRefusal(studio, 'not_your_member', () =>
      api.as(ana).startWorkout(tom, { coachId: ben.id }),
    );
    await expectRefusal(studio, 'not_your_member', () =>
      api.as(ana).startWorkout(tom, { coachId: 999_999 }),
    );
  });

  it('a coach is refused other members, existing or not', async () => {
    const { api, given } = studio;
    const { tom } = await tomWithTwoCoaches();
    const eve = await given.coach();
    const existing = await expectRefusal(studio, 'not_your_member', () =>
      api.as(eve).startWorkout(tom),
    );
    const missing = await expectRefusal(studio, 'not_your_member', () =>
      api.as(eve).startWorkout({ id: 999_999 }),
    );
    expect(missing.body.detail).toBe(existing.body.detail);
  });

  it('a coach is refused once the only subscription has ended', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana });
    await disconnect(studio, { id: tom.packageId, memberId: tom.id });
    await expectRefusal(studio, 'not_your_member', () => api.as(ana).startWorkout(tom));
  });

  it('nobody starts one without signing in', async () => {
    const { api } = studio;
    const { tom } = await tomWithTwoCoaches();
    expect(await api.startWorkout(tom)).toBeProblem('not_signed_in');
  });

  it('counts two coaches on one day as two pairs', async () => {
    const { api } = studio;
    const { tom, ana, ben } = await tomWithTwoCoaches();
    const morning = await api.as(tom).startWorkout(tom, { coachId: ana.id });
    const evening = await api.as(tom).startWorkout(tom, { coachId: ben.id });
    expect([morning.body.deducted, evening.body.deducted]).toEqual([true, true]);
    expect(evening.body.usage.usageDate).toBe(morning.body.usage.usageDate);
  });

  it('without a coach, a session with any of them has used the day', async () => {
    const { api } = studio;
    const { tom, ben } = await tomWithTwoCoaches();
    const withBen = await api.as(tom).startWorkout(tom, { coachId: ben.id });

    const answer = await expectNothingDone(studio, () => api.as(tom).startWorkout(tom));

    expect(answer.body).toMatchObject({ deducted: false, reason: 'already_used_today' });
    expect(answer.body.usage.id).toBe(withBen.body.usage.id);
    expect(answer.body.package).toMatchObject({ coachId: ben.id, remaining: 6 });
  });

  it('without a coach, an undo by any of them holds', async () => {
    const { api } = studio;
    const { tom, ana, ben } = await tomWithTwoCoaches();
    const { usage } = (await api.as(tom).startWorkout(tom, { coachId: ben.id })).body;
    await api.as(ben).undo(tom, usage.id);

    const withoutCoach = await expectNothingDone(studio, () => api.as(tom).startWorkout(tom));
    expect(withoutCoach.body.reason).toBe('undone_today');
    const withAna = await api.as(tom).startWorkout(tom, { coachId: ana.id });
    expect(withAna.body.deducted).toBe(true);
  });

  it('knows no packages with a coach who sold none', async () => {
    const { api, given } = studio;
    const { tom } = await tomWithTwoCoaches();
    const stranger = await given.coach();
    for (const coachId of [stranger.id, tom.id, 999_999]) {
      await expectRefusal(studio, 'no_active_package', () =>
        api.as(tom).startWorkout(tom, { coachId }),
      );
    }
  });

  it.each([0, -1, 1.5, '3', null, true, [3], 2_147_483_648])(
    'takes no coachId like %j',
    async (coachId) => {
      const { api, given } = studio;
      const tom = await given.member();
      await expectInvalid(studio, 'coachId', () => api.as(tom).startWorkout(tom, { coachId }));
    },
  );

  it('takes no fields that it does not know', async () => {
    const { api } = studio;
    const { tom } = await tomWithTwoCoaches();
    await expectInvalid(studio, 'day', () => api.as(tom).startWorkout(tom, { day: '2026-03-10' }));
  });
});
