import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectInvalid, expectRefusal } from '../support/expectations.js';
import { disconnect, packageRow } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

const TUESDAY_NOON = '2026-03-10T12:00:00Z';

describe('adding a session by hand', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set(TUESDAY_NOON));
  afterAll(() => studio.close());

  async function tomOfAna(remaining = 5) {
    const { given } = studio;
    const ana = await given.coach('Ana Silva');
    return { ana, tom: await given.member({ coach: ana, remaining }) };
  }

  it('takes one for today, and keeps who and why', async () => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna();

    const answer = await api.as(ana).addUsage(tom, { reason: '  Forgot the phone ' });

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      usage: {
        kind: 'manual',
        usageDate: '2026-03-10',
        amount: -1,
        balanceAfter: 4,
        reason: 'Forgot the phone',
        createdBy: { id: ana.id, name: 'Ana Silva', role: 'coach' },
        undone: null,
      },
      package: { id: tom.packageId, remaining: 4 },
    });
    expect(answer.body).not.toHaveProperty('deducted');
  });

  it('needs no reason', async () => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna();
    expect((await api.as(ana).addUsage(tom)).body.usage.reason).toBeNull();
  });

  it('may be for a day up to 90 days back, and never for a later one', async () => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna();
    const ask = (usageDate: string) => () => api.as(ana).addUsage(tom, { usageDate });
    for (const day of ['2026-03-11', '2027-01-01', '2025-12-09', '2020-01-01']) {
      await expectInvalid(studio, 'usageDate', ask(day));
    }
    for (const day of ['2025-12-10', '2026-03-09', '2026-03-10']) {
      const answer = await ask(day)();
      expect(answer.body.usage).toMatchObject({ usageDate: day, kind: 'manual' });
    }
  });

  it('knows today by the studio’s calendar', async () => {
    const { api, clock } = studio;
    const { ana, tom } = await tomOfAna();
    clock.set('2026-03-10T23:00:00Z'); // Midnight in Berlin.
    const answer = await api.as(ana).addUsage(tom, { usageDate: '2026-03-11' });
    expect(answer.body.usage.usageDate).toBe('2026-03-11');
    expect((await api.as(ana).addUsage(tom, { usageDate: '2026-03-10' })).status).toBe(201);
  });

  it('is refused where the day is used, by the app or by hand', async () => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna();
    const usageDate = '2026-03-05';
    await api.as(tom).startWorkout(tom);
    await api.as(ana).addUsage(tom, { usageDate });
    for (const body of [{}, { usageDate: '2026-03-10' }, { usageDate }]) {
      await expectRefusal(studio, 'already_used_on_date', () => api.as(ana).addUsage(tom, body));
    }
  });

  it('is refused where another package of the same coach was used that day', async () => {
    const { api, given } = studio;
    const { ana, tom } = await tomOfAna();
    const other = await given.package(tom, { coach: ana, remaining: 5 });
    await api.as(ana).addUsage(tom, { packageId: tom.packageId });
    await expectRefusal(studio, 'already_used_on_date', () =>
      api.as(ana).addUsage(tom, { packageId: other.id }),
    );
  });

  it('is allowed again after an undo', async () => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna();
    for (const remaining of [4, 4, 4]) {
      const answer = await api.as(ana).addUsage(tom);
      expect(answer.body.package.remaining).toBe(remaining);
      await api.as(ana).undo(tom, answer.body.usage.id);
    }
  });

  it('takes from the package that is named, even if another would be next', async () => {
    const { api, given } = studio;
    const { ana, tom } = await tomOfAna();
    await given.package(tom, { coach: ana, expiresInDays: 5 });
    const answer = await api.as(ana).addUsage(tom, { packageId: tom.packageId });
    expect(answer.body.package).toMatchObject({ id: tom.packageId, remaining: 4 });
  });

  it('takes from the next package of the pair where none is named', async () => {
    const { api, given } = studio;
    const { ana, tom } = await tomOfAna();
    const soon = await given.package(tom, { coach: ana, expiresInDays: 5 });
    const sooner = await given.package(tom, { coach: await given.coach(), expiresInDays: 3 });
    const staff = api.as(await given.staff());
    const byPair = await staff.addUsage(tom, { coachId: ana.id });
    expect(byPair.body.package.id).toBe(soon.id);
    const byMember = await staff.addUsage(tom, { usageDate: '2026-03-09' });
    expect(byMember.body.package.id).toBe(sooner.id);
  });

  it('is for one pair: another coach’s session leaves the day free', async () => {
    const { api, given } = studio;
    const { ana, tom } = await tomOfAna();
    const ben = await given.coach();
    const withBen = await given.package(tom, { coach: ben });
    const staff = api.as(await given.staff());
    await api.as(ana).addUsage(tom);
    await expectRefusal(studio, 'already_used_on_date', () => staff.addUsage(tom));
    expect((await staff.addUsage(tom, { packageId: withBen.id })).status).toBe(201);
    await expectRefusal(studio, 'already_used_on_date', () => api.as(ben).addUsage(tom));
  });

  it('knows only packages of this member, and of the coach who is meant', async () => {
    const { api, given } = studio;
    const { ana, tom } = await tomOfAna();
    const ben = await given.coach();
    const withBen = await given.package(tom, { coach: ben });
    const eve = await given.member({ coach: ana });
    const staff = await given.staff();
    const refused: [typeof ana, object][] = [
      [ana, { packageId: withBen.id }],
      [ana, { packageId: eve.packageId }],
      [ana, { packageId: 999_999 }],
      [staff, { packageId: eve.packageId }],
      [staff, { packageId: withBen.id, coachId: ana.id }],
    ];
    for (const [person, body] of refused) {
      await expectRefusal(studio, 'package_not_found', () => api.as(person).addUsage(tom, body));
    }
  });

  it('takes the last session', async () => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna(1);
    const answer = await api.as(ana).addUsage(tom);
    expect(answer.body.package).toMatchObject({ remaining: 0, state: 'exhausted' });
    expect(await packageRow(studio, tom.packageId)).toMatchObject({ status: 'expired' });
    for (const body of [{ usageDate: '2026-03-09' }, { packageId: tom.packageId }]) {
      const code = 'packageId' in body ? 'already_used_on_date' : 'package_exhausted';
      await expectRefusal(studio, code, () => api.as(ana).addUsage(tom, body));
    }
  });

  it('is refused without a usable package, and says why', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const admin = api.as(await given.admin());
    const nobody = await given.member();
    const late = await given.member({ coach: ana, expiresInDays: 1 });
    const pending = await given.member({ coach: ana, approvals: { coach: 'pending' } });
    const rejected = await given.member({ coach: ana, approvals: { staff: 'rejected' } });
    const gone = await given.member({ coach: ana });
    await disconnect(studio, { id: gone.packageId, memberId: gone.id });
    const monthly = await given.member({ coach: ana, rateType: 'monthly' });
    clock.advance({ days: 2 });

    await expectRefusal(studio, 'not_counted', () => admin.addUsage(monthly));
    for (const member of [nobody, pending, rejected, gone]) {
      await expectRefusal(studio, 'no_active_package', () => admin.addUsage(member));
    }
    await expectRefusal(studio, 'package_expired', () => admin.addUsage(late));
    await expectRefusal(studio, 'package_expired', () =>
      admin.addUsage(late, { packageId: late.packageId }),
    );
  });

  it('may be for a day on which a package, expired by now, was still valid', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5, expiresInDays: 1 });
    clock.set('2026-03-20T12:00:00Z');
    await expectRefusal(studio, 'package_expired', () =>
      api.as(ana).addUsage(tom, { usageDate: '2026-03-12' }),
    );
    const lastDay = await api.as(ana).addUsage(tom, { usageDate: '2026-03-11' });
    expect(lastDay.status).toBe(201);
    expect(lastDay.body.package).toMatchObject({ remaining: 4, state: 'expired' });
  });

  it('is for the people who work here, each within their reach', async () => {
    const { api, given } = studio;
    const { ana, tom } = await tomOfAna();
    const eve = await given.coach();
    await expectRefusal(studio, 'forbidden', () => api.as(tom).addUsage(tom));
    await expectRefusal(studio, 'not_your_member', () => api.as(eve).addUsage(tom));
    await expectRefusal(studio, 'not_your_member', () => api.as(eve).addUsage({ id: 999_999 }));
    await expectRefusal(studio, 'not_your_member', () =>
      api.as(ana).addUsage(tom, { coachId: eve.id }),
    );
    const staff = await given.staff();
    await expectRefusal(studio, 'member_not_found', () => api.as(staff).addUsage({ id: 999_999 }));
    expect(await api.addUsage(tom)).toBeProblem('not_signed_in');
    expect((await api.as(staff).addUsage(tom)).status).toBe(201);
  });

  it.each([
    ['usageDate', ['10.03.2026', '2026-3-1', '2026-02-30', '2026-03-10T12:00:00Z', '', null, 0]],
    ['usageDate', ['0000-01-01', '9999-12-31']],
    ['packageId', [0, -1, 1.5, '1', null, 2_147_483_648]],
    ['coachId', [0, '1', null]],
    ['reason', ['', '   ', null, 5, 'x'.repeat(501), 'a\u0000b', 'broken \ud800']],
    ['memberId', [1]],
  ])('takes no %s like %j', async (field, values) => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna();
    for (const value of values) {
      await expectInvalid(studio, field, () => api.as(ana).addUsage(tom, { [field]: value }));
    }
  });
});
