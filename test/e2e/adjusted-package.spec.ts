import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectInvalid, expectRefusal } from '../support/expectations.js';
import { disconnect } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

const TUESDAY_NOON = '2026-03-10T12:00:00Z';
const more = { adjustment: 1, reason: 'Counted wrong' };

describe('the package that an adjustment is about', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set(TUESDAY_NOON));
  afterAll(() => studio.close());

  it('is the one that the next workout would use', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana });
    await given.package(tom, { coach: ana, expiresInDays: 60 });
    const soon = await given.package(tom, { coach: ana, expiresInDays: 30 });
    await given.package(tom, { coach: ana, expiresInDays: 10, remaining: 0 });

    const adjusted = await api.as(ana).adjust(tom, more);

    expect(adjusted.body.package.id).toBe(soon.id);
    expect((await api.as(tom).startWorkout(tom)).body.package.id).toBe(soon.id);
  });

  it('is else the newest drained one that is not past its date', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 0 });
    clock.advance({ minutes: 1 });
    const newest = await given.package(tom, { coach: ana, remaining: 0, expiresInDays: 30 });
    clock.advance({ minutes: 1 });
    await given.package(tom, { coach: ana, remaining: 0, expiresInDays: 1 });
    await given.package(tom, { coach: ana, remaining: 4, approvals: { staff: 'pending' } });
    clock.advance({ days: 2 });

    const answer = await api.as(ana).adjust(tom, more);

    expect(answer.body.package).toMatchObject({ id: newest.id, remaining: 1, state: 'active' });
  });

  it('is refused where there is none to correct', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const admin = api.as(await given.admin());
    const nobody = await given.member();
    const late = await given.member({ coach: ana, remaining: 4, expiresInDays: 1 });
    const pending = await given.member({ coach: ana, approvals: { coach: 'pending' } });
    const rejected = await given.member({ coach: ana, approvals: { staff: 'rejected' } });
    const monthly = await given.member({ coach: ana, rateType: 'monthly' });
    const gone = await given.member({ coach: ana });
    await disconnect(studio, { id: gone.packageId, memberId: gone.id });
    clock.advance({ days: 2 });
    for (const member of [nobody, late, pending, rejected, monthly, gone]) {
      await expectRefusal(studio, 'no_active_package', () => admin.adjust(member, more));
    }
  });

  it('is the one that is named, whatever would be next', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    await given.package(tom, { coach: ana, expiresInDays: 5 });
    const answer = await api.as(ana).adjust(tom, { ...more, packageId: tom.packageId });
    expect(answer.body.package).toMatchObject({ id: tom.packageId, remaining: 6 });
  });

  it('is, for a coach, one of their own', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const ben = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    const withBen = await given.package(tom, { coach: ben, expiresInDays: 5 });
    expect((await api.as(ana).adjust(tom, more)).body.package.id).toBe(tom.packageId);
    await expectRefusal(studio, 'package_not_found', () =>
      api.as(ana).adjust(tom, { ...more, packageId: withBen.id }),
    );
    const staff = api.as(await given.staff());
    expect((await staff.adjust(tom, more)).body.package.id).toBe(withBen.id);
  });

  it('is one of this member', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana });
    const eve = await given.member({ coach: ana });
    for (const person of [ana, await given.staff()]) {
      for (const packageId of [eve.packageId, 999_999]) {
        await expectRefusal(studio, 'package_not_found', () =>
          api.as(person).adjust(tom, { ...more, packageId }),
        );
      }
    }
  });

  it('is refused where it counts no sessions', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, rateType: 'per_session' });
    await expectRefusal(studio, 'not_counted', () =>
      api.as(ana).adjust(tom, { ...more, packageId: tom.packageId }),
    );
  });

  it('may be one without a count, as PHP leaves some', async () => {
    const { api, given, sql } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana });
    await sql(
      'UPDATE coach_member_list SET remaining_sessions = NULL, granted_sessions = 0 WHERE id = ?',
      [tom.packageId],
    );
    await expectRefusal(studio, 'package_exhausted', () => api.as(tom).startWorkout(tom));
    const answer = await api.as(ana).adjust(tom, more);
    expect(answer.body.package).toMatchObject({ id: tom.packageId, remaining: 1 });
    const stored = (await api.as(ana).member(tom)).body.packages[0];
    expect(stored).toMatchObject({ remaining: 1, state: 'active' });
  });

  it('is changed by the people who work here, each within their reach', async () => {
    const { api, given } = studio;
    const tom = await given.member({ coach: await given.coach() });
    const eve = await given.coach();
    const staff = await given.staff();
    await expectRefusal(studio, 'forbidden', () => api.as(tom).adjust(tom, more));
    await expectRefusal(studio, 'not_your_member', () => api.as(eve).adjust(tom, more));
    await expectRefusal(studio, 'not_your_member', () => api.as(eve).adjust({ id: 999_999 }, more));
    await expectRefusal(studio, 'member_not_found', () => api.as(staff).adjust(eve, more));
    expect(await api.adjust(tom, more)).toBeProblem('not_signed_in');
  });

  it.each([0, -1, 1.5, '1', null, 2_147_483_648])('is not named by %j', async (packageId) => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana });
    await expectInvalid(studio, 'packageId', () => api.as(ana).adjust(tom, { ...more, packageId }));
  });

  it('is one with the coach who is named: a coach’s own, or any of the desk', async () => {
    const { api, given } = studio;
    const [ana, ben] = [await given.coach(), await given.coach()];
    const tom = await given.member({ coach: ana });
    const other = await given.package(tom, { coach: ben, remaining: 3 });
    const own = await api.as(ana).adjust(tom, { ...more, coachId: ana.id });
    expect(own.body.package).toMatchObject({ id: tom.packageId, coachId: ana.id });
    const desk = await api.as(await given.staff()).adjust(tom, { ...more, coachId: ben.id });
    expect(desk.body.package).toMatchObject({ id: other.id, coachId: ben.id });
    const refused = await api.as(ana).adjust(tom, { ...more, coachId: ben.id });
    expect(refused).toBeProblem('not_your_member');
  });
});
