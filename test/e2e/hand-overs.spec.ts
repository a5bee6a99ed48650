import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import { violations } from '../support/laws.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

const WHY = { reason: 'Ana is leaving' };

describe('members of a coach who leaves', () => {
  let studio: Studio;
  let ana: TestPerson;
  let max: TestPerson;
  let desk: Api;

  beforeAll(async () => {
    studio = await openStudio();
    desk = studio.api.as(await studio.given.staff());
    max = await studio.given.coach('Max Moss');
  });
  beforeEach(async () => {
    ana = await studio.given.coach('Ana Silva');
  });
  afterAll(async () => {
    expect(await violations(studio.sql)).toEqual([]);
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const plan = (query = '', id = ana.id) => desk.get(`/people/${id}/hand-over${query}`);
  const handOver = (about: object = {}, id = ana.id) =>
    desk.post(`/people/${id}/hand-over`, { toCoachId: max.id, ...WHY, ...about });

  /** Two packages, one without a count, one of each kind that stays, and one used up. */
  async function anasMembers() {
    const { given } = studio;
    const tom = await given.member({ name: 'Tom Baker', coach: ana, remaining: 8 });
    const second = await given.package(tom, { coach: ana, remaining: 2, expiresInDays: 9 });
    const free = await given.member({ coach: ana, rateType: 'monthly' });
    const waiting = await given.member({
      coach: ana,
      remaining: 3,
      approvals: { staff: 'pending' },
    });
    const ended = await given.member({ name: 'Eva Ended', coach: ana, remaining: 5 });
    const path = `/members/${ended.id}/packages/${ended.packageId}`;
    await desk.patch(path, { disconnected: true });
    await given.member({ coach: ana, remaining: 0 });
    return { tom, second, free, waiting, ended };
  }

  it('are seen before they go, with what stays and why', async () => {
    const { tom, free, waiting, ended } = await anasMembers();
    const { body } = await plan(`?toCoachId=${max.id}`);
    expect(body).toEqual({
      ...{ members: 2, packages: 3, sessions: 10, stayingCount: 2 },
      going: [
        { memberId: tom.id, memberName: 'Tom Baker', packages: 2, sessions: 10 },
        { memberId: free.id, memberName: free.name, packages: 1, sessions: 0 },
      ],
      staying: [
        {
          ...{ packageId: waiting.packageId, memberId: waiting.id, memberName: waiting.name },
          ...{ sessions: 3, reason: 'waiting' },
        },
        {
          ...{ packageId: ended.packageId, memberId: ended.id, memberName: 'Eva Ended' },
          ...{ sessions: 5, reason: 'ended' },
        },
      ],
    });
    const all = await plan('?includeEnded=true');
    expect(all.body).toMatchObject({ members: 3, packages: 4, sessions: 15, stayingCount: 1 });
  });

  /** As lists of the desk find them; a coach's list knows nothing of other coaches. */
  async function withGoneCoach(): Promise<number[]> {
    const ofMax = await studio.api.as(max).get('/members?coachGone=true&limit=100');
    expect([ofMax.status, ofMax.body.data]).toEqual([200, []]);
    const { body } = await desk.get('/members?coachGone=true&limit=100');
    return body.data.map(({ id }: { id: number }) => id);
  }

  it('go in one act, with a line for each package and one for all', async () => {
    const { tom, second, free } = await anasMembers();
    const { answer, rows } = await logged(studio, () => handOver());
    expect(answer.body).toEqual({ members: 2, packages: 3, sessions: 10, left: 0 });
    const ids = [tom.packageId, second.id, free.packageId];
    const moved = rows.filter(({ action }) => action === 'package.transferred');
    expect(moved.filter(({ code }) => code === 'handed_over')).toMatchObject(
      ids.map((id) => ({ package_id: id, coach_id: ana.id, ...WHY })),
    );
    expect(moved.filter(({ code }) => code === 'arrived')).toHaveLength(3);
    expect(rows.filter(({ action }) => action === 'person.handed_over')).toMatchObject([
      {
        ...{ coach_id: ana.id, package_id: null, ...WHY },
        after: { userId: ana.id, toCoachId: max.id, members: 2, packages: 3, sessions: 10 },
      },
    ]);
    expect(rows).toHaveLength(7);
    const { packages } = (await studio.api.as(max).member(tom)).body;
    expect(packages).toMatchObject([{ remaining: 2 }, { remaining: 8 }]);
    await expectRefusal(studio, 'nothing_to_transfer', () => handOver());
    expect((await handOver({ includeEnded: true })).body).toMatchObject({
      packages: 1,
      sessions: 5,
    });
  });

  it('let the coach be switched off then, and are found when one is off or gone', async () => {
    const { waiting, ended } = await anasMembers();
    const admin = studio.api.as(await studio.given.admin());
    const switchOff = () => admin.patch(`/people/${ana.id}`, { disabled: true });
    expect(await switchOff()).toBeProblem('coach_has_members');
    await handOver();
    await desk.patch(`/members/${waiting.id}/packages/${waiting.packageId}`, {
      approvals: { staff: 'rejected' },
    });
    expect((await switchOff()).status).toBe(200);
    // Who is of another coach, too.
    await studio.given.package(ended, { coach: max, remaining: 1 });
    expect((await plan()).body).toMatchObject({ packages: 0, stayingCount: 1 });
    expect(await withGoneCoach()).toEqual([ended.id]);
    await studio.sql('UPDATE coach_account SET disabled_at = NULL WHERE user_id = ?', [ana.id]);
    expect(await withGoneCoach()).toEqual([]);
    await studio.sql('UPDATE `user` SET user_type_id = 4 WHERE id = ?', [ana.id]);
    expect(await withGoneCoach()).toEqual([ended.id]);
    expect((await plan()).body.staying).toMatchObject([{ packageId: ended.packageId }]);
    expect((await handOver({ includeEnded: true })).body).toMatchObject({ packages: 1, left: 0 });
    expect(await withGoneCoach()).toEqual([]);
  });

  it('go a hundred packages at once, and the rest when asked again', async () => {
    const admin = studio.api.as(await studio.given.admin());
    const members = await Promise.all(
      Array.from({ length: 52 }, () => studio.given.member({ coach: ana, remaining: 1 })),
    );
    for (const one of members) {
      await admin.post(`/members/${one.id}/packages`, { coachId: ana.id, sessions: 2 });
    }
    expect((await plan()).body).toMatchObject({ members: 52, packages: 104, sessions: 156 });
    const first = (await handOver()).body;
    expect(first).toMatchObject({ packages: 100, left: 4 });
    const rest = (await handOver()).body;
    expect(rest).toMatchObject({ packages: 4, left: 0 });
    expect(Number(first.sessions) + Number(rest.sessions)).toBe(156);
    expect((await plan()).body).toMatchObject({ packages: 0, going: [] });
  });

  it('need somebody to go to, who is there', async () => {
    const { given } = studio;
    await given.member({ coach: ana, remaining: 2 });
    const [member, off] = [await given.member(), await given.coach()];
    const admin = studio.api.as(await given.admin());
    await admin.patch(`/people/${off.id}`, { disabled: true });
    const cases = [
      ['same_place', ana.id],
      ['coach_not_found', member.id],
      ['person_not_active', off.id],
    ] as const;
    for (const [code, toCoachId] of cases) {
      await expectRefusal(studio, code, () => handOver({ toCoachId }));
      expect(await plan(`?toCoachId=${toCoachId}`)).toBeProblem(code);
    }
    await expectRefusal(studio, 'nothing_to_transfer', () => handOver({}, member.id));
    await expectRefusal(studio, 'person_not_found', () => handOver({}, 2_000_000_001));
    expect(await plan('', 2_000_000_001)).toBeProblem('person_not_found');
    await expectInvalid(studio, 'reason', () => handOver({ reason: undefined }));
    await expectInvalid(studio, 'toCoachId', () => handOver({ toCoachId: 0 }));
    expect(await studio.api.as(ana).get(`/people/${ana.id}/hand-over`)).toBeProblem('forbidden');
  });

  it('go once, however many ask at once', async () => {
    for (let n = 0; n < 6; n += 1) await studio.given.member({ coach: ana, remaining: 3 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => handOver()));
    const done = answers.filter(({ status }) => status === 200);
    const sumOf = (what: 'packages' | 'sessions') =>
      done.reduce((sum, { body }) => sum + Number(body[what]), 0);
    expect([sumOf('packages'), sumOf('sessions')]).toEqual([6, 18]);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  });
});
