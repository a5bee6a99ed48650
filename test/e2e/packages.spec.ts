import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import { openStudio, type Studio } from '../support/studio.js';

const NOW = '2026-03-10T12:00:00.000Z';

describe('packages are granted', () => {
  let studio: Studio;
  let ana: TestPerson;
  let admin: Api;
  let staff: Api;
  let staffPerson: TestPerson;

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach('Ana Silva');
    admin = studio.api.as(await studio.given.admin());
    staffPerson = await studio.given.staff();
    staff = studio.api.as(staffPerson);
  });
  afterAll(() => studio.close());

  function grant(member: { id: number }, body: object, api = staff) {
    return api.post(`/members/${member.id}/packages`, body);
  }

  it('with sessions, a date and a note, and the log and the history say so', async () => {
    const tom = await studio.given.member();
    const terms = { coachId: ana.id, sessions: 10, reason: ' spring offer 🌷 ' };
    const expiresAt = '2026-06-30T23:59:59.999+02:00';

    const { answer, rows } = await logged(studio, () => grant(tom, { ...terms, expiresAt }));

    expect(answer.status).toBe(201);
    const shape = {
      id: answer.body.id,
      memberId: tom.id,
      coachId: ana.id,
      coachName: 'Ana Silva',
      rateType: 'package',
      state: 'active',
      remaining: 10,
      granted: 10,
      expiresAt: '2026-06-30T21:59:59.000Z',
      requestedAt: NOW,
      approvals: { coach: 'approved', staff: 'approved' },
      sale: null,
      payment: null,
      transfer: null,
      freeze: null,
      version: 1,
    };
    expect(answer.body).toEqual(shape);
    const history = await staff.history(tom);
    expect(history.body.data).toMatchObject([
      {
        kind: 'grant',
        amount: 10,
        balanceAfter: 10,
        usageDate: null,
        reason: 'spring offer 🌷',
        createdBy: { id: staffPerson.id },
      },
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      action: 'package.granted',
      actor_id: staffPerson.id,
      member_id: tom.id,
      coach_id: ana.id,
      package_id: shape.id,
      usage_id: history.body.data[0].id,
      reason: 'spring offer 🌷',
      before: null,
      after: { version: 1, remaining: 10, status: 'active', granted: 10, rateType: 'package' },
    });
  });

  it.each(['monthly', 'per_session'])('%s, which counts nothing', async (rateType) => {
    const tom = await studio.given.member();
    const { status, body } = await grant(tom, { coachId: ana.id, rateType }, admin);
    expect(status).toBe(201);
    expect(body).toMatchObject({ rateType, state: 'active', remaining: null, granted: null });
    expect((await staff.history(tom)).body.data).toEqual([]);
    const workout = await staff.startWorkout(tom);
    expect(workout.body).toMatchObject({ deducted: false, reason: 'not_counted' });
    const adjusted = await staff.adjust(tom, { adjustment: 1, reason: 'x', packageId: body.id });
    expect(adjusted).toBeProblem('not_counted');
  });

  it.each([
    [{ coach: 'pending', staff: 'approved' }, 'pending'],
    [{ staff: 'pending' }, 'pending'],
    [{}, 'active'],
    [{ coach: 'rejected' }, 'disconnected'],
  ])('with approvals %j, which makes them %s', async (approvals, state) => {
    const tom = await studio.given.member();
    const { status, body } = await grant(tom, { coachId: ana.id, sessions: 3, approvals });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state,
      approvals: { coach: 'approved', staff: 'approved', ...approvals },
    });
    const seen = await studio.api.as(ana).member(tom);
    if (state === 'active') expect(seen.status).toBe(200);
    else expect(seen).toBeProblem('not_your_member');
  });

  it('without a date, where it is said to be none', async () => {
    const tom = await studio.given.member();
    const { body } = await grant(tom, { coachId: ana.id, sessions: 1, expiresAt: null });
    expect(body.expiresAt).toBeNull();
  });

  it('and listed newest first', async () => {
    const tom = await studio.given.member();
    const ben = await studio.given.coach();
    const ids = [];
    for (const coach of [ana, ben, ana]) {
      ids.unshift((await grant(tom, { coachId: coach.id, sessions: 1 })).body.id);
    }
    const idsFor = async (person: TestPerson) => {
      const { body } = await studio.api.as(person).get(`/members/${tom.id}/packages`);
      return body.data.map((one: { id: number }) => one.id);
    };
    expect(await idsFor(staffPerson)).toEqual(ids);
    expect(await idsFor(tom)).toEqual(ids);
    expect(await idsFor(ana)).toEqual([ids[0], ids[2]]);
    expect(await idsFor(ben)).toEqual([ids[1]]);
    const eve = studio.api.as(await studio.given.coach());
    expect(await eve.get(`/members/${tom.id}/packages`)).toBeProblem('not_your_member');
    expect(await staff.get('/members/2147483647/packages')).toBeProblem('member_not_found');
  });

  it('once, where the key is the same', async () => {
    const tom = await studio.given.member();
    const body = { coachId: ana.id, sessions: 5 };
    const path = `/members/${tom.id}/packages`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => staff.post(path, body, { key: `grant ${tom.id}` })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect((await staff.get(path)).body.data).toHaveLength(1);
  });

  it('not with a coach who is none', async () => {
    const tom = await studio.given.member();
    for (const coachId of [tom.id, staffPerson.id, 2_147_483_647]) {
      const attempt = () => grant(tom, { coachId, sessions: 5 });
      await expectRefusal(studio, 'coach_not_found', attempt);
    }
  });

  it('not to a member who is none', async () => {
    for (const id of [ana.id, 2_147_483_647]) {
      const attempt = () => grant({ id }, { coachId: ana.id, sessions: 5 });
      await expectRefusal(studio, 'member_not_found', attempt);
    }
  });

  it('not by coaches, members or nobody', async () => {
    const tom = await studio.given.member({ coach: ana });
    const body = { coachId: ana.id, sessions: 5 };
    for (const [person, code] of [
      [ana, 'coach_sales_off'],
      [tom, 'forbidden'],
    ] as const) {
      const attempt = () => grant(tom, body, studio.api.as(person));
      await expectRefusal(studio, code, attempt);
    }
    expect(await grant(tom, body, studio.api)).toBeProblem('not_signed_in');
  });

  it.each([
    ['sessions', {}],
    ['sessions', { sessions: 0 }],
    ['sessions', { sessions: 1001 }],
    ['sessions', { sessions: 1.5 }],
    ['sessions', { sessions: '10' }],
    ['sessions', { rateType: 'monthly', sessions: 10 }],
    ['sessions', { rateType: 'per_session', sessions: 1 }],
    ['rateType', { rateType: 'hourly', sessions: 1 }],
    ['coachId', { coachId: null, sessions: 1 }],
    ['coachId', { coachId: 0, sessions: 1 }],
    ['expiresAt', { sessions: 1, expiresAt: NOW }],
    ['expiresAt', { sessions: 1, expiresAt: '2026-03-10T11:59:59Z' }],
    ['expiresAt', { sessions: 1, expiresAt: '2026-06-30' }],
    ['expiresAt', { sessions: 1, expiresAt: '2026-06-30T12:00:00' }],
    ['expiresAt', { sessions: 1, expiresAt: '2026-02-30T12:00:00Z' }],
    ['expiresAt', { sessions: 1, expiresAt: 1_790_000_000 }],
    ['approvals.coach', { sessions: 1, approvals: { coach: 'perhaps' } }],
    ['approvals.member', { sessions: 1, approvals: { member: 'approved' } }],
    ['reason', { sessions: 1, reason: ' ' }],
    ['reason', { sessions: 1, reason: 'x'.repeat(501) }],
    ['remaining', { sessions: 1, remaining: 100 }],
  ])('not with a wrong %s: %j', async (field, body) => {
    const tom = await studio.given.member();
    await expectInvalid(studio, field, () => grant(tom, { coachId: ana.id, ...body }));
  });
});
