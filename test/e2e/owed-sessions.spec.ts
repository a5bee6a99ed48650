import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';

const TODAY = '2026-03-10';

describe('a session trained with nothing left', () => {
  let studio: Studio;
  let coach: TestPerson;
  let ana: Api;
  let desk: Api;
  let tom: GivenMember;

  beforeAll(async () => {
    studio = await openStudio();
    coach = await studio.given.coach('Ana Silva');
    ana = studio.api.as(coach);
    desk = studio.api.as(await studio.given.staff());
  });
  beforeEach(async () => {
    studio.clock.set('2026-03-10T12:00:00Z');
    tom = await studio.given.member({ coach, remaining: 0 });
  });
  afterAll(async () => {
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    expect(await violations(studio.sql)).toEqual([]);
    await studio.close();
  });

  const path = (id?: number, act = '') =>
    `/members/${tom.id}/owed-sessions${id === undefined ? '' : `/${id}/${act}`}`;
  const owe = (body: object = {}, api = ana) => api.post(path(), body);
  const settle = (id: number, body: object = {}, api = ana) => api.post(path(id, 'settle'), body);
  const cancel = (id: number, body: object = { reason: 'Trial' }, api = ana) =>
    api.post(path(id, 'cancel'), body);
  const open = async (api = ana) => (await api.get(path())).body.data as { id: number }[];
  const owed = async (body: object = {}): Promise<number> => {
    const answer = await owe(body);
    expect(answer.status, answer.text).toBe(201);
    return answer.body.id;
  };
  const sell = (body: object = { sessions: 10 }) =>
    desk.post(`/members/${tom.id}/packages`, { coachId: coach.id, ...body });

  it('is written down, and moves no balance', async () => {
    const before = (await ana.lines(tom)).body.data;
    const { answer, rows } = await logged(studio, () => owe({ reason: 'Buys on Friday' }));
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toEqual({
      ...{ id: expect.any(Number), memberId: tom.id, coachId: coach.id, coachName: 'Ana Silva' },
      ...{ usageDate: TODAY, attendance: 'attended', reason: 'Buys on Friday', reasonCode: null },
      createdAt: '2026-03-10T12:00:00.000Z',
      createdBy: { id: coach.id, name: 'Ana Silva', role: 'coach' },
      ...{ deliveredBy: null, cancelled: null },
    });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      ...{ action: 'owed_session.added', member_id: tom.id, coach_id: coach.id },
      ...{ reason: 'Buys on Friday', after: { owedId: answer.body.id, usageDate: TODAY } },
    });
    expect(await open()).toEqual([answer.body]);
    expect((await ana.lines(tom)).body.data).toEqual(before);
    expect(await studio.api.as(tom).get(path())).toMatchObject({ body: { data: [answer.body] } });
  });

  it('is settled by the next package, on its own day', async () => {
    const id = await owed({ usageDate: '2026-03-08', attendance: 'no_show', reason: 'Late' });
    const sold = await sell();
    const { answer, rows } = await logged(studio, () => settle(id));
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({
      usage: {
        ...{ kind: 'manual', usageDate: '2026-03-08', amount: -1, balanceAfter: 9 },
        ...{ attendance: 'no_show', reason: 'Late', packageId: sold.body.id },
      },
      package: { id: sold.body.id, remaining: 9 },
    });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      ...{ action: 'session.used', code: 'owed_session', package_id: sold.body.id },
      after: { owedId: id, attendance: 'no_show' },
    });
    expect(await open()).toEqual([]);
    await expectRefusal(studio, 'owed_settled', () => settle(id));
    await expectRefusal(studio, 'owed_settled', () => cancel(id));
    // An undo gives the session back; it is not owed again.
    expect((await ana.undo(tom, answer.body.usage.id)).status).toBe(200);
    expect(await open()).toEqual([]);
  });

  it('is of the package that is named', async () => {
    const id = await owed();
    const [one, other] = [await sell(), await sell({ sessions: 5 })];
    const answer = await settle(id, { packageId: other.body.id });
    expect(answer.body.package).toMatchObject({ id: other.body.id, remaining: 4 });
    expect((await ana.get(`/members/${tom.id}/packages`)).body.data).toContainEqual(
      expect.objectContaining({ id: one.body.id, remaining: 10 }),
    );
  });

  it('has days that wait for their first use begin with the sale, and not before', async () => {
    const item = await givenItem(studio, { activation: 'first_use', validDays: 30 });
    const id = await owed({ usageDate: '2026-02-20' });
    await sell({ catalogueItemId: item.id });
    const answer = await settle(id);
    expect(answer.status, answer.text).toBe(201);
    // From 10 March on, 30 days.
    expect(answer.body.package.expiresAt).toBe('2026-04-08T21:59:59.000Z');
    const undone = await ana.undo(tom, answer.body.usage.id);
    expect(undone.body.package.expiresAt).toBeNull();
  });

  it('is cancelled with a reason, once', async () => {
    const id = await owed();
    await expectInvalid(studio, 'reason', () => cancel(id, {}));
    const { answer, rows } = await logged(studio, () => cancel(id, { reasonCode: 'goodwill' }));
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.cancelled).toEqual({
      ...{ at: '2026-03-10T12:00:00.000Z', reason: null, reasonCode: 'goodwill' },
      by: { id: coach.id, name: 'Ana Silva', role: 'coach' },
    });
    expect(rows[0]).toMatchObject({
      ...{ action: 'owed_session.cancelled', reason_code: 'goodwill', before: { owedId: id } },
    });
    expect(await open()).toEqual([]);
    await expectRefusal(studio, 'owed_cancelled', () => cancel(id));
    await sell();
    await expectRefusal(studio, 'owed_cancelled', () => settle(id));
  });

  it('is not owed where something is left, nothing is counted, or nothing was sold', async () => {
    const uma = await studio.given.member({ coach, remaining: 1 });
    await expectRefusal(studio, 'sessions_left', () =>
      ana.post(`/members/${uma.id}/owed-sessions`, {}),
    );
    const vic = await studio.given.member({ coach, rateType: 'monthly' });
    await expectRefusal(studio, 'not_counted', () =>
      ana.post(`/members/${vic.id}/owed-sessions`, {}),
    );
    const ben = await studio.given.coach();
    await expectRefusal(studio, 'no_active_package', () => owe({ coachId: ben.id }, desk));
  });

  it('is not owed while a package is frozen, and settled on no frozen day', async () => {
    const id = await owed();
    const sold = await sell();
    const freezes = `/members/${tom.id}/packages/${sold.body.id}/freezes`;
    const freeze = { from: TODAY, to: '2026-03-11', reason: 'Holidays' };
    expect((await desk.post(freezes, freeze)).status).toBe(201);
    await expectRefusal(studio, 'package_frozen', () => settle(id));
    await expectRefusal(studio, 'package_frozen', () => owe());
    studio.clock.set('2026-03-12T12:00:00Z');
    await expectRefusal(studio, 'package_frozen', () => settle(id));
    expect(await open()).toHaveLength(1);
  });

  it('is one a day', async () => {
    await owed();
    await expectRefusal(studio, 'already_owed_on_date', () => owe());
    await sell({ sessions: 1 });
    await ana.addUsage(tom, { usageDate: '2026-03-09' });
    await expectRefusal(studio, 'already_used_on_date', () => owe({ usageDate: '2026-03-09' }));
  });

  it('is not settled on a day that has a session by now', async () => {
    const id = await owed();
    await sell();
    await ana.addUsage(tom);
    await expectRefusal(studio, 'already_used_on_date', () => settle(id));
    expect(await open()).toHaveLength(1);
  });

  it('is settled only where sessions are left, and of no voided package', async () => {
    const id = await owed();
    await expectRefusal(studio, 'package_exhausted', () => settle(id));
    const sold = await sell();
    await desk.post(`/members/${tom.id}/packages/${sold.body.id}/void`, { reason: 'Wrong' });
    await expectRefusal(studio, 'package_voided', () => settle(id, { packageId: sold.body.id }));
    await expectRefusal(studio, 'package_not_found', () => settle(id, { packageId: 999_999 }));
  });

  it('is limited by a setting', async () => {
    await set(studio, { owedSessions: 2 });
    await owed({ usageDate: '2026-03-08' });
    await owed({ usageDate: '2026-03-09' });
    const third = await expectRefusal(studio, 'owed_limit', () => owe());
    expect(third.body.limit).toBe(2);
    await set(studio, { owedSessions: 0 });
    const none = await expectRefusal(studio, 'owed_limit', () => owe());
    expect(none.body).toMatchObject({
      limit: 0,
      detail: expect.stringContaining('Sell a package'),
    });
    await set(studio, { owedSessions: 3 });
  });

  it('takes a day of the last 90, and refuses others', async () => {
    await expectInvalid(studio, 'usageDate', () => owe({ usageDate: '2026-03-11' }));
    await expectInvalid(studio, 'usageDate', () => owe({ usageDate: '2025-12-09' }));
    await expectInvalid(studio, 'usageDate', () => owe({ usageDate: '2026-02-30' }));
    await expectInvalid(studio, 'attendance', () => owe({ attendance: 'late' }));
  });

  it('is of one coach, and others neither see nor touch it', async () => {
    const id = await owed();
    const ben = await studio.given.coach();
    await studio.given.package(tom, { coach: ben, remaining: 0 });
    const asBen = studio.api.as(ben);
    expect(await open(asBen)).toEqual([]);
    await expectRefusal(studio, 'owed_not_found', () => settle(id, {}, asBen));
    await expectRefusal(studio, 'owed_not_found', () => cancel(id, undefined, asBen));
    await expectRefusal(studio, 'not_your_member', () => owe({ coachId: coach.id }, asBen));
    const uma = await studio.given.member({ coach, remaining: 0 });
    await expectRefusal(studio, 'owed_not_found', () =>
      ana.post(`/members/${uma.id}/owed-sessions/${id}/cancel`, { reason: 'Mistake' }),
    );
    expect(await open(desk)).toHaveLength(1);
  });

  it('that many settle at once is settled once', async () => {
    const id = await owed();
    await sell();
    const answers = await Promise.all(Array.from({ length: 16 }, () => settle(id)));
    expect(answers.map(({ status }) => status).toSorted()[0]).toBe(201);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect((await ana.get(`/members/${tom.id}/packages`)).body.data[0].remaining).toBe(9);
  });

  it('that many write down at once is owed once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => owe()));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await open()).toHaveLength(1);
  });

  it('is the same request again', async () => {
    const send = () => ana.post(path(), {}, { key: 'owed-twice' });
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    expect(await open()).toHaveLength(1);
  });
});
