import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Approval } from '../../src/packages/package.entity.js';
import { expectNothingDone, expectRefusal } from '../support/expectations.js';
import { changePackage, disconnect, packageRow } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

const TUESDAY_NOON = '2026-03-10T12:00:00Z';

describe('the package that a workout takes from', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set(TUESDAY_NOON));
  afterAll(() => studio.close());

  it('is the one that expires soonest; those without a date come last', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const tom = await given.member();
    const ageless = await given.package(tom, { coach: ana, remaining: 1 });
    const late = await given.package(tom, { coach: ana, remaining: 1, expiresInDays: 60 });
    const soon = await given.package(tom, { coach: ana, remaining: 1, expiresInDays: 30 });

    const used: number[] = [];
    for (let day = 0; day < 3; day += 1) {
      used.push((await api.as(tom).startWorkout(tom)).body.package.id);
      clock.advance({ days: 1 });
    }

    expect(used).toEqual([soon.id, late.id, ageless.id]);
    await expectRefusal(studio, 'package_exhausted', () => api.as(tom).startWorkout(tom));
  });

  it('is the oldest of those that expire at the same time', async () => {
    const { api, given, clock, sql } = studio;
    const ana = await given.coach();
    const tom = await given.member();
    const expiresInDays = 30;
    const second = await given.package(tom, { coach: ana, expiresInDays, remaining: 1 });
    const third = await given.package(tom, { coach: ana, expiresInDays, remaining: 1 });
    const first = await given.package(tom, { coach: ana, expiresInDays, remaining: 1 });
    await sql('UPDATE coach_member_list SET requested_at = ? WHERE id = ?', [
      '2026-03-01 08:00:00.000',
      first.id,
    ]);

    const used: number[] = [];
    for (let day = 0; day < 3; day += 1) {
      used.push((await api.as(tom).startWorkout(tom)).body.package.id);
      clock.advance({ days: 1 });
    }

    expect(used).toEqual([first.id, second.id, third.id]);
  });

  it('is of any coach where none is named', async () => {
    const { api, given } = studio;
    const tom = await given.member({ coach: await given.coach() });
    const soon = await given.package(tom, { coach: await given.coach(), expiresInDays: 3 });
    const answer = await api.as(tom).startWorkout(tom);
    expect(answer.body.package).toMatchObject({ id: soon.id, coachId: soon.coachId });
  });

  it('is counted where a subscription that counts nothing runs beside it', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, rateType: 'monthly' });
    const counted = await given.package(tom, { coach: ana, remaining: 1 });
    expect((await api.as(tom).startWorkout(tom)).body.package.id).toBe(counted.id);

    // Once that is drained, the monthly subscription still lets the member in.
    clock.advance({ days: 1 });
    const next = await expectNothingDone(studio, () => api.as(tom).startWorkout(tom));
    expect(next.body).toMatchObject({ reason: 'not_counted', package: { id: tom.packageId } });
  });

  it('is only one, where two packages of the same pair have sessions', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 1, expiresInDays: 10 });
    const other = await given.package(tom, { coach: ana, remaining: 8 });
    const morning = await api.as(tom).startWorkout(tom, { coachId: ana.id });
    expect(morning.body.package).toMatchObject({ id: tom.packageId, state: 'exhausted' });

    for (const body of [{ coachId: ana.id }, {}]) {
      const evening = await expectNothingDone(studio, () => api.as(tom).startWorkout(tom, body));
      expect(evening.body).toMatchObject({
        reason: 'already_used_today',
        package: { id: tom.packageId, remaining: 0 },
      });
    }
    expect(await packageRow(studio, other.id)).toMatchObject({ remaining: 8 });
  });

  it('is never one that both sides have not approved', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member();
    const unapproved: { coach?: Approval; staff?: Approval }[] = [
      { coach: 'pending' },
      { staff: 'pending' },
      { coach: 'rejected' },
      { staff: 'rejected' },
    ];
    const packages = [];
    for (const approvals of unapproved) {
      packages.push(await given.package(tom, { coach: ana, approvals }));
    }
    await expectRefusal(studio, 'no_active_package', () => api.as(tom).startWorkout(tom));

    // As soon as the missing side approves, it is used.
    const [pending] = packages;
    if (!pending) throw new Error('no package');
    await changePackage(studio, pending, { approvals: { coach: 'approved' } });
    expect((await api.as(tom).startWorkout(tom)).body.package.id).toBe(pending.id);
  });

  it('is never a disconnected one', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    const one = { id: tom.packageId, memberId: tom.id };
    await disconnect(studio, one);
    await expectRefusal(studio, 'no_active_package', () => api.as(tom).startWorkout(tom));

    await changePackage(studio, one, { disconnected: false });
    expect((await api.as(tom).startWorkout(tom)).body.package.id).toBe(one.id);
  });

  it('is never one past its date, to the second', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const [tom, eve] = [
      await given.member({ coach: ana, expiresInDays: 1 }),
      await given.member({ coach: ana, expiresInDays: 1 }),
    ];
    clock.set('2026-03-11T11:59:59Z');
    expect((await api.as(tom).startWorkout(tom)).body.package.state).toBe('active');
    clock.set('2026-03-11T12:00:00Z');
    await expectRefusal(studio, 'package_expired', () => api.as(eve).startWorkout(eve));
  });

  it('may have expired since the workout started', async () => {
    const { api, given, clock } = studio;
    const tom = await given.member({ coach: await given.coach(), expiresInDays: 1 });
    clock.set('2026-03-11T13:00:00Z');
    const startedAt = '2026-03-11T11:30:00Z';
    const answer = await api.as(tom).startWorkout(tom, { startedAt });
    expect(answer.body).toMatchObject({ deducted: true, package: { state: 'expired' } });
  });

  describe('where there is none, the newest that could have been says why', () => {
    it('no_active_package without any', async () => {
      const { api, given } = studio;
      const tom = await given.member();
      const answer = await expectRefusal(studio, 'no_active_package', () =>
        api.as(tom).startWorkout(tom),
      );
      expect(answer.body.detail).toMatch(/no active package/);
    });

    it('package_exhausted after the last session', async () => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, remaining: 0, expiresInDays: 30 });
      for (const person of [tom, ana]) {
        await expectRefusal(studio, 'package_exhausted', () => api.as(person).startWorkout(tom));
      }
    });

    it('package_expired past the date, drained or not', async () => {
      const { api, given, clock } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, remaining: 3, expiresInDays: 2 });
      const eve = await given.member({ coach: ana, remaining: 0, expiresInDays: 2 });
      clock.advance({ days: 2 });
      for (const member of [tom, eve]) {
        await expectRefusal(studio, 'package_expired', () => api.as(ana).startWorkout(member));
      }
    });

    it('the newer of an expired and a drained one', async () => {
      const { api, given, clock } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, expiresInDays: 1 });
      const eve = await given.member({ coach: ana, remaining: 0 });
      clock.advance({ minutes: 1 });
      await given.package(tom, { coach: ana, remaining: 0 });
      await given.package(eve, { coach: ana, expiresInDays: 1 });
      clock.advance({ days: 2 });
      await expectRefusal(studio, 'package_exhausted', () => api.as(tom).startWorkout(tom));
      await expectRefusal(studio, 'package_expired', () => api.as(eve).startWorkout(eve));
    });

    it('a request that nobody has approved yet does not hide it', async () => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, remaining: 0 });
      await given.package(tom, { coach: ana, approvals: { staff: 'pending' } });
      await expectRefusal(studio, 'package_exhausted', () => api.as(tom).startWorkout(tom));
    });
  });
});
