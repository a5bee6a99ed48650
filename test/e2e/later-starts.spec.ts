import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { Answer, Api, TestPerson } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';

const NOON = '2026-03-10T12:00:00Z';

describe('a package that begins later than it is sold', () => {
  let studio: Studio;
  let ana: TestPerson;
  let desk: Api;
  let coach: Api;
  let tom: GivenMember;
  let itemId: number;

  beforeAll(async () => {
    studio = await openStudio({ now: NOON });
    const { given, api } = studio;
    [ana, desk] = [await given.coach(), api.as(await given.staff())];
    coach = api.as(ana);
    itemId = (await givenItem(studio, { validDays: 90 })).id;
  });
  beforeEach(async () => {
    studio.clock.set(NOON);
    tom = await studio.given.member({ coach: ana, remaining: 0 });
  });
  afterAll(async () => {
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const sell = (body: object = {}, api = desk): Promise<Answer> =>
    api.post(`/members/${tom.id}/packages`, { coachId: ana.id, catalogueItemId: itemId, ...body });
  const freezesOf = ({ body }: Answer) => `/members/${tom.id}/packages/${body.id}/freezes`;
  const changeStart = (sold: Answer, to: string | null, api = desk): Promise<Answer> =>
    api.patch(`${freezesOf(sold)}/${sold.body.freeze.id}`, { to });
  const statusOf = async ({ body }: Answer) =>
    (await studio.sql('SELECT status FROM coach_member_list WHERE id = ?', [body.id]))[0]?.status;
  const on = (day: string) => studio.clock.set(`${day}T12:00:00Z`);

  it('is frozen until the day before, and its days are counted from its first one', async () => {
    const { answer, rows } = await logged(studio, () => sell({ startsOn: '2026-03-20' }));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      ...{ state: 'frozen', remaining: 10, granted: 10, version: 2 },
      freeze: { from: '2026-03-10', to: '2026-03-19' },
      // The twentieth of March is the first of ninety days.
      expiresAt: '2026-06-17T21:59:59.000Z',
    });
    expect(rows).toMatchObject([
      { action: 'package.granted', after: { granted: 10, version: 1 } },
      {
        ...{ action: 'package.frozen', code: 'later_start', actor_id: expect.any(Number) },
        after: { frozenFrom: '2026-03-10', frozenTo: '2026-03-19', version: 2 },
      },
    ]);
    expect(await statusOf(answer)).toBe('expired');
    const refused = await expectRefusal(studio, 'package_frozen', () => coach.addUsage(tom));
    expect(refused.body.until).toBe('2026-03-19');
    expect((await coach.startWorkout(tom)).body.code).toBe('package_frozen');
  });

  it('is used from its first day on, by the days of the studio', async () => {
    await sell({ startsOn: '2026-03-12' });
    studio.clock.set('2026-03-11T22:59:59Z');
    expect((await coach.startWorkout(tom)).body.code).toBe('package_frozen');
    studio.clock.set('2026-03-11T23:00:00Z');
    expect((await coach.startWorkout(tom)).body).toMatchObject({
      ...{ deducted: true, package: { remaining: 9, expiresAt: '2026-06-09T21:59:59.000Z' } },
    });
  });

  it('is paid at once where somebody pays', async () => {
    const { body } = await sell({ startsOn: '2026-03-12', payment: { method: 'cash' } });
    expect(body).toMatchObject({ state: 'frozen', payment: { openMinor: 0 } });
  });

  it('begins today where today is said', async () => {
    const { answer, rows } = await logged(studio, () => sell({ startsOn: '2026-03-10' }));
    expect(answer.body).toMatchObject({ state: 'active', freeze: null, version: 1 });
    expect(rows).toHaveLength(1);
  });

  it('begins on another day, with which its end moves, or at once', async () => {
    const sold = await sell({ startsOn: '2026-03-20' });
    const later = await changeStart(sold, '2026-03-31');
    expect(later.body).toMatchObject({
      ...{ freeze: { to: '2026-03-31' }, expiresAt: '2026-06-29T21:59:59.000Z' },
    });
    const now = await changeStart(sold, '2026-03-09');
    expect(now.body).toMatchObject({
      ...{ state: 'active', freeze: null, expiresAt: '2026-06-07T21:59:59.000Z' },
    });
    expect(await statusOf(sold)).toBe('active');
    expect((await coach.startWorkout(tom)).body.deducted).toBe(true);
  });

  it('takes none of the days for which the studio lets it be frozen', async () => {
    await set(studio, { freezeDays: 10 });
    const sold = await sell({ startsOn: '2026-04-30' });
    expect((await changeStart(sold, '2026-05-31')).status).toBe(200);
    expect(await changeStart(sold, '2026-06-08')).toBeProblem('validation_failed');
    on('2026-06-02');
    const freeze = (to: string) =>
      desk.post(freezesOf(sold), { from: '2026-06-03', to, reason: 'Away' });
    const refused = await freeze('2026-06-13');
    expect(refused).toBeProblem('freeze_limit');
    expect(refused.body).toMatchObject({ limit: 10, left: 10 });
    expect((await freeze('2026-06-12')).status).toBe(201);
    await set(studio, { freezeDays: 60 });
  });

  it('waits for the desk first where a coach asks for it, and begins no earlier', async () => {
    await set(studio, { coachSales: 'request' });
    const sold = await sell({ startsOn: '2026-03-14' }, coach);
    expect(sold.body).toMatchObject({ state: 'pending', freeze: { to: '2026-03-13' } });
    on('2026-03-12');
    const approve = { approvals: { staff: 'approved' } };
    const approved = await desk.patch(`/members/${tom.id}/packages/${sold.body.id}`, approve);
    expect(approved.body.state).toBe('frozen');
    expect(await statusOf(sold)).toBe('expired');
    on('2026-03-14');
    expect((await coach.startWorkout(tom)).body.deducted).toBe(true);
    await set(studio, { coachSales: 'off' });
  });

  it('is voided and reopened as any other', async () => {
    const { body } = await sell({ startsOn: '2026-03-20' });
    const path = `/members/${tom.id}/packages/${body.id}`;
    expect((await desk.post(`${path}/void`, { reason: 'x' })).body.state).toBe('voided');
    expect((await desk.post(`${path}/reopen`, { reason: 'x' })).body.state).toBe('frozen');
  });

  it.each([
    ['yesterday', '2026-03-09'],
    ['far ahead', '2026-06-09'],
    ['in forty years', '2066-03-10'],
    ['no day', '2026-02-30'],
    ['an instant', '2026-03-20T10:00:00Z'],
    ['a number', 20260320],
    ['null', null],
  ])('is not sold for %s', async (_, startsOn) => {
    await expectInvalid(studio, 'startsOn', () => sell({ startsOn }));
  });

  it('is sold by the price list, and not where its days begin with the first session', async () => {
    const typed = { catalogueItemId: undefined, sessions: 5, startsOn: '2026-03-20' };
    await expectInvalid(studio, 'startsOn', () => sell(typed));
    const item = await givenItem(studio, { activation: 'first_use', validDays: 30 });
    const body = { catalogueItemId: item.id, startsOn: '2026-03-20' };
    await expectInvalid(studio, 'startsOn', () => sell(body));
  });
});
