import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import '../support/matchers.js';
import type { GivenMember } from '../support/given.js';
import { disconnect } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

type Numbers = Readonly<Record<string, number>>;

interface Overview {
  readonly weeks: Numbers[];
  readonly members: Numbers;
  readonly balances: Numbers[];
  readonly expiring: Numbers[];
}

describe('who sees what in the overview', () => {
  let studio: Studio;
  let ana: TestPerson;
  let ben: TestPerson;
  let staff: Api;
  let tom: GivenMember;
  let kim: GivenMember;

  beforeAll(async () => {
    studio = await openStudio();
    const { given, api } = studio;
    [ana, ben, staff] = [await given.coach(), await given.coach(), api.as(await given.staff())];
    tom = await given.member({ coach: ana, remaining: 3, expiresInDays: 7 });
    const uma = await given.member({ coach: ben, remaining: 5, expiresInDays: 20 });
    kim = await given.member({ coach: ana, remaining: 9, expiresInDays: 7 });
    await given.package(kim, { coach: ben, remaining: 4, expiresInDays: 7 });
    await api.as(tom).startWorkout(tom);
    await api.as(uma).startWorkout(uma);
    for (const [coach, day] of [
      [ana, '2026-03-08'],
      [ben, '2026-03-07'],
      [ben, '2026-03-06'],
    ] as const) {
      const added = await api.as(coach).addUsage(kim, { usageDate: day, coachId: coach.id });
      expect(added.status).toBe(201);
    }
    const pending = { coach: 'approved', staff: 'pending' };
    await given.member({ coach: ana, remaining: 6, expiresInDays: 7, approvals: pending });
  });
  afterAll(() => studio.close());

  async function overview(api: Api, query = ''): Promise<Overview> {
    const { status, body, text } = await api.get(`/overview${query}`);
    expect(status, text).toBe(200);
    return body as Overview;
  }

  const sessionsOf = ({ weeks }: Overview) =>
    weeks.reduce((sum, { automatic = 0, manual = 0 }) => sum + automatic + manual, 0);
  const endsOf = ({ expiring }: Overview) =>
    expiring.reduce((sum, { packages = 0 }) => sum + packages, 0);

  it('a coach sees the own sessions and packages, and the assigned members', async () => {
    const [anas, bens] = [await overview(studio.api.as(ana)), await overview(studio.api.as(ben))];
    expect([sessionsOf(anas), sessionsOf(bens)]).toEqual([2, 3]);
    expect([endsOf(anas), endsOf(bens)]).toEqual([2, 2]);
    // Tom has 2 left, Kim 8 with Ana and 2 with Ben, Uma 4.
    expect(anas.members).toEqual({ all: 2, empty: 0, low: 1, expiring: 2, waiting: 0 });
    expect(bens.members).toEqual({ all: 2, empty: 0, low: 1, expiring: 1, waiting: 0 });
  });

  it('the studio sees everything once: its figures are those of all coaches together', async () => {
    const [all, anas, bens] = [
      await overview(staff),
      await overview(studio.api.as(ana)),
      await overview(studio.api.as(ben)),
    ];
    expect(sessionsOf(all)).toBe(sessionsOf(anas) + sessionsOf(bens));
    expect(endsOf(all)).toBe(endsOf(anas) + endsOf(bens));
    // Kim is a member of both; somebody waits for an approval, and is nobody's yet.
    expect(all.members).toEqual({ all: 4, empty: 0, low: 1, expiring: 2, waiting: 1 });
  });

  it('the studio sees by coachId what that coach sees', async () => {
    for (const coach of [ana, ben]) {
      const own = await overview(studio.api.as(coach));
      expect(await overview(staff, `?coachId=${coach.id}`)).toEqual(own);
      expect(await overview(studio.api.as(coach), `?coachId=${coach.id}`)).toEqual(own);
    }
    const nobody = await overview(staff, '?coachId=2000000001');
    expect([sessionsOf(nobody), endsOf(nobody), nobody.members.all]).toEqual([0, 0, 0]);
  });

  it('its figures are those of the lists', async () => {
    for (const api of [staff, studio.api.as(ana), studio.api.as(ben)]) {
      const { members } = await overview(api);
      expect((await api.get('/members')).body.data).toHaveLength(members.all ?? -1);
      for (const kind of ['empty', 'low', 'expiring', 'waiting']) {
        const { body } = await api.get(`/members?attention=${kind}`);
        expect(body.data, kind).toHaveLength(members[kind] ?? -1);
      }
    }
  });

  it('is refused to a coach who names another one, and to members', async () => {
    const { api } = studio;
    expect(await api.as(ben).get(`/overview?coachId=${ana.id}`)).toBeProblem('forbidden');
    expect(await api.as(ben).get('/overview?coachId=2000000001')).toBeProblem('forbidden');
    expect(await api.as(tom).get('/overview')).toBeProblem('forbidden');
    expect(await api.get('/overview')).toBeProblem('not_signed_in');
  });

  it('what concerns a member is gone with the assignment, but not for the studio', async () => {
    const before = await overview(staff);
    await disconnect(studio, { id: kim.packageId, memberId: kim.id });
    const anas = await overview(studio.api.as(ana));
    expect([sessionsOf(anas), endsOf(anas), anas.members.all]).toEqual([1, 1, 1]);
    const after = await overview(staff);
    expect(sessionsOf(after)).toBe(sessionsOf(before));
    expect(endsOf(after)).toBe(endsOf(before) - 1);
  });
});
