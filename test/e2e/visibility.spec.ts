import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GivenMember } from '../support/given.js';
import type { TestPerson } from '../support/api.js';
import { expectRefusal } from '../support/expectations.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('what a coach sees', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  describe('of the members', () => {
    it('lists the assigned ones and nobody else, whatever is searched for', async () => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, name: 'Tom Visible' });
      await given.member({ coach: await given.coach(), name: 'Uma Visible' });
      await given.member({ name: 'Vic Visible' });
      const asAna = api.as(ana);

      expect(idsOf(await asAna.get('/members?limit=100'))).toEqual([tom.id]);
      expect(idsOf(await asAna.get('/members?search=visible'))).toEqual([tom.id]);
      expect(idsOf(await asAna.get('/members?search=Uma'))).toEqual([]);
      expect(idsOf(await asAna.get('/members?balance=low'))).toEqual([]);
    });

    it('pages through the assigned ones only, even with the cursor of an admin', async () => {
      const { api, given } = studio;
      const ana = await given.coach();
      const [a, b] = [await given.member({ coach: ana }), await given.member({ coach: ana })];
      const first = await api.as(ana).get('/members?limit=1');
      const second = await api.as(ana).get(`/members?limit=1&cursor=${first.body.nextCursor}`);
      expect([...idsOf(first), ...idsOf(second)].toSorted()).toEqual([a.id, b.id].toSorted());
      expect(second.body.nextCursor).toBeNull();

      const foreign = await api.as(await given.admin()).get('/members?limit=1');
      const after = await api.as(ana).get(`/members?cursor=${foreign.body.nextCursor}`);
      expect([a.id, b.id]).toEqual(expect.arrayContaining(idsOf(after)));
    });

    it('shows a new coach without members an empty list and an empty log', async () => {
      const { api, given } = studio;
      const newcomer = api.as(await given.coach());
      expect((await newcomer.get('/members')).body).toEqual({ data: [], nextCursor: null });
      expect((await newcomer.activity()).body).toEqual({ data: [], nextCursor: null });
    });
  });

  describe('of who is assigned', () => {
    it.each([
      ['drained', { remaining: 0 }],
      ['monthly', { rateType: 'monthly' as const }],
    ])('a %s subscription still counts', async (_, terms) => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, ...terms });
      expect((await api.as(ana).member(tom)).status).toBe(200);
      expect(idsOf(await api.as(ana).get('/members'))).toEqual([tom.id]);
    });

    it('an expired subscription still counts, so that the coach can renew it', async () => {
      const { given } = studio;
      const later = await openStudio({ databaseUrl: studio.databaseUrl, now: '2026-05-01T12:00Z' });
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, expiresInDays: 3 });
      const asAna = later.api.as(ana);
      expect((await asAna.member(tom)).body.packages[0].state).toBe('expired');
      const renewed = await asAna.patch(`/members/${tom.id}/packages/${tom.packageId}`, {
        expiresAt: '2026-06-01T00:00:00Z',
      });
      expect(renewed.body).toMatchObject({
        state: 'active',
        expiresAt: '2026-06-01T00:00:00.000Z',
      });
      await later.close();
    });

    it.each([
      ['the coach has not approved', { coach: 'pending' }],
      ['the staff has not approved', { staff: 'pending' }],
      ['the coach has rejected', { coach: 'rejected' }],
      ['the staff has rejected', { staff: 'rejected' }],
    ])('a request that %s does not count', async (_, approvals) => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, approvals });
      expect(await api.as(ana).member(tom)).toBeProblem('not_your_member');
      expect(idsOf(await api.as(ana).get('/members'))).toEqual([]);
    });

    it('approval opens the door at once, and the end of the subscription closes it', async () => {
      const { api, given } = studio;
      const [ana, staff] = [await given.coach(), await given.staff()];
      const tom = await given.member({ coach: ana, approvals: { staff: 'pending' } });
      const path = `/members/${tom.id}/packages/${tom.packageId}`;

      await api.as(staff).patch(path, { approvals: { staff: 'approved' } });
      expect((await api.as(ana).member(tom)).status).toBe(200);
      await api.as(staff).patch(path, { disconnected: true });
      expect(await api.as(ana).member(tom)).toBeProblem('not_your_member');
      await api.as(staff).patch(path, { disconnected: false });
      expect((await api.as(ana).member(tom)).status).toBe(200);
    });

    it('one of two subscriptions is enough', async () => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana });
      await given.package(tom, { coach: ana, remaining: 3, approvals: { coach: 'rejected' } });
      expect((await api.as(ana).member(tom)).status).toBe(200);
    });
  });

  describe('of a member shared with another coach', () => {
    let ana: TestPerson;
    let ben: TestPerson;
    let tom: GivenMember;
    let bensPackage: number;
    let bensUsage: number;

    beforeAll(async () => {
      const { api, given } = studio;
      [ana, ben] = [await given.coach('Ana Silva'), await given.coach('Ben Okafor')];
      tom = await given.member({ coach: ana, remaining: 5 });
      bensPackage = (await given.package(tom, { coach: ben, remaining: 7 })).id;
      const used = await api.as(ben).startWorkout(tom);
      bensUsage = used.body.usage.id;
      await api.as(ben).adjust(tom, { adjustment: 2, reason: 'known to Ben only' });
      await api.as(ben).adjust(tom, { adjustment: -900, reason: 'refused to Ben' });
      await api.as(ben).patch(`/members/${tom.id}/packages/${bensPackage}`, { expiresAt: null });
      await api.as(ben).undo(tom, 999_999);
    });

    it('the other coach’s package is in no answer', async () => {
      const asAna = api(ana);
      const member = await asAna.member(tom);
      const listed = await asAna.get('/members?limit=100');
      const packages = await asAna.get(`/members/${tom.id}/packages`);
      expect(member.body.packages).toHaveLength(1);
      expect(packages.body.data).toHaveLength(1);
      for (const { text } of [member, listed, packages]) {
        expect(text).toContain(`"coachName":"Ana Silva"`);
        expect(text).not.toContain('Okafor');
      }
    });

    it('nor is it in the totals, and the day is still free', async () => {
      const { body } = await api(ana).member(tom);
      expect(body.totals).toEqual({ usages: 0, activeUsages: 0, undoneUsages: 0, adjustments: 0 });
      expect(body.usedToday).toBe(false);
      const [listed] = (await api(ana).get('/members')).body.data;
      expect(listed).toMatchObject({ id: tom.id, usedToday: false, totals: body.totals });
    });

    it('nor in the history', async () => {
      const { body, text } = await api(ana).history(tom);
      const packageIds = (body.data as { packageId: number }[]).map((row) => row.packageId);
      expect(packageIds).toEqual([tom.packageId]);
      expect(text).not.toContain('known to Ben only');
    });

    it('nor in the activity log, where refused attempts name packages too', async () => {
      const log = await api(ana).activity(`?memberId=${tom.id}&limit=100`);
      const rows = log.body.data as { packageId: number | null; usageId: number | null }[];
      expect(rows.map((row) => row.packageId)).toContain(tom.packageId);
      expect(rows.map((row) => row.packageId)).not.toContain(bensPackage);
      expect(rows.map((row) => row.usageId)).not.toContain(999_999);
      expect((await api(ana).activity(`?packageId=${bensPackage}`)).body.data).toEqual([]);
      expect((await api(ben).activity(`?packageId=${bensPackage}&limit=100`)).text).toContain(
        'known to Ben only',
      );
    });

    it('the member and the front desk see both', async () => {
      const { given } = studio;
      for (const person of [tom, await given.staff(), await given.admin()]) {
        expect((await api(person).member(tom)).body.packages).toHaveLength(2);
        expect((await api(person).history(tom)).text).toContain('known to Ben only');
      }
    });

    it('nothing of it can be changed', async () => {
      const asAna = api(ana);
      const packagePath = `/members/${tom.id}/packages/${bensPackage}`;
      const expiresAt = '2027-01-01T00:00:00Z';
      const named = { packageId: bensPackage };
      await expectRefusal(studio, 'usage_not_found', () => asAna.undo(tom, bensUsage));
      await expectRefusal(studio, 'package_not_found', () =>
        asAna.adjust(tom, { adjustment: 1, reason: 'not mine', ...named }),
      );
      await expectRefusal(studio, 'package_not_found', () => asAna.addUsage(tom, named));
      await expectRefusal(studio, 'package_not_found', () =>
        asAna.patch(packagePath, { expiresAt }),
      );
      await expectRefusal(studio, 'not_your_member', () =>
        asAna.addUsage(tom, { coachId: ben.id, usageDate: '2026-03-01' }),
      );
      await expectRefusal(studio, 'not_your_member', () =>
        asAna.startWorkout(tom, { coachId: ben.id }),
      );
    });

    it('a foreign member’s usage or package cannot be reached past an own member', async () => {
      const { given } = studio;
      const uma = await given.member({ coach: ben, remaining: 4 });
      const used = await api(ben).startWorkout(uma);
      const asAna = api(ana);
      await expectRefusal(studio, 'usage_not_found', () => asAna.undo(tom, used.body.usage.id));
      await expectRefusal(studio, 'package_not_found', () =>
        asAna.adjust(tom, { adjustment: 1, reason: 'a try', packageId: uma.packageId }),
      );
      await expectRefusal(studio, 'package_not_found', () =>
        asAna.patch(`/members/${tom.id}/packages/${uma.packageId}`, {
          expiresAt: '2027-01-01T00:00:00Z',
        }),
      );
    });
  });

  const api = (person: TestPerson) => studio.api.as(person);
});

function idsOf({ body }: { body: { data: { id: number }[] } }): number[] {
  return body.data.map((row) => row.id);
}
