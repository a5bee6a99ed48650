import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import '../support/matchers.js';
import { Listener } from '../support/listener.js';
import { openStudio, type Studio } from '../support/studio.js';
import { Transfers } from '../support/transfers.js';

describe('a transfer at its edges', () => {
  let studio: Studio;
  let ana: TestPerson;
  let max: TestPerson;
  let desk: Api;
  let tom: GivenMember;
  let petra: TestPerson;
  let acts: Transfers;

  beforeAll(async () => {
    studio = await openStudio();
    const { given, api } = studio;
    [ana, max] = [await given.coach('Ana Silva'), await given.coach('Max Moss')];
    desk = api.as(await given.staff());
    acts = new Transfers(desk);
  });
  beforeEach(async () => {
    studio.clock.set('2026-03-10T12:00:00Z');
    const { given } = studio;
    petra = await given.member({ name: 'Petra Nolan' });
    tom = await given.member({ name: 'Tom Baker', coach: ana, remaining: 10, expiresInDays: 30 });
  });
  afterAll(async () => {
    expect(await violations(studio.sql)).toEqual([]);
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const coach = () => studio.api.as(ana);
  const packagesOf = async (member: { id: number }, api = desk) =>
    (await api.get(`/members/${member.id}/packages`)).body.data;

  it('goes whole where nothing is counted, and ends the old one', async () => {
    const one = await studio.given.package(tom, { coach: ana, rateType: 'monthly' });
    const member = { ...tom, packageId: one.id };
    const counted = () => acts.transfer(member, { toCoachId: max.id, sessions: 1 });
    await expectRefusal(studio, 'not_counted', counted);
    const { answer, rows } = await logged(studio, () =>
      acts.transfer(member, { toCoachId: max.id }),
    );
    expect(answer.body).toMatchObject({
      ...{ sessions: null, from: { state: 'disconnected', remaining: null } },
      package: { state: 'active', remaining: null, granted: null, rateType: 'monthly' },
    });
    expect(rows.map(({ usage_id: usageId }) => usageId)).toEqual([null, null]);
    const again = () => acts.transfer(member, { toCoachId: max.id });
    await expectRefusal(studio, 'package_not_active', again);
  });

  it('is told at once to everybody whose sessions these were, or are', async () => {
    const people = [ana, max, tom, petra].map((one) => studio.api.as(one));
    const listeners = await Promise.all(people.map((api) => Listener.openAndSee(api)));
    const [ofAna, ofMax, ofTom, ofPetra] = listeners;
    const to = { toCoachId: max.id, toMemberId: petra.id, sessions: 4 };
    const { id } = await acts.transferred(tom, to);
    await Promise.all([
      ofAna?.untilTold(tom.packageId, { remaining: 6 }),
      ofTom?.untilTold(tom.packageId, { remaining: 6 }),
      ofMax?.untilTold(id, { remaining: 4, memberId: petra.id }),
      ofPetra?.untilTold(id, { remaining: 4, coachId: max.id }),
    ]);
    expect(ofTom?.toldOf(id)).toEqual([]);
    expect(ofAna?.toldOf(id)).toEqual([]);
    for (const listener of listeners) listener.leave();
  });

  it('is answered right to a coach who is left without the member', async () => {
    const one = await studio.given.member({ coach: ana, rateType: 'monthly' });
    const answer = await acts.transfer(one, { toCoachId: max.id }, coach());
    expect(answer.status).toBe(201);
    expect(answer.body.package).toMatchObject({ coachId: max.id });
    expect(await coach().member(one)).toBeProblem('not_your_member');
  });

  it('takes ended packages by the desk alone', async () => {
    const path = `/members/${tom.id}/packages/${tom.packageId}`;
    await studio.given.package(tom, { coach: ana, remaining: 1 });
    await desk.patch(path, { disconnected: true });
    const to = { toCoachId: max.id };
    await expectRefusal(studio, 'package_not_active', () => acts.transfer(tom, to, coach()));
    expect(await acts.transferred(tom, to)).toMatchObject({ state: 'active', remaining: 10 });
    expect((await packagesOf(tom)).map(({ state }: { state: string }) => state)).toEqual([
      ...['active', 'active', 'disconnected'],
    ]);
  });

  it('is refused where there is nothing to go, or nowhere', async () => {
    const { given } = studio;
    const to = { toCoachId: max.id };
    const all =
      (about: object, api = desk) =>
      () =>
        acts.transfer(tom, about, api);
    await expectRefusal(studio, 'same_place', all({}));
    await expectRefusal(studio, 'same_place', all({ toMemberId: tom.id }));
    await expectRefusal(studio, 'same_place', all({ toCoachId: ana.id }));
    await expectRefusal(studio, 'forbidden', all({ ...to, toMemberId: petra.id }, coach()));
    await expectRefusal(studio, 'coach_not_found', all({ toCoachId: petra.id }));
    await expectRefusal(studio, 'member_not_found', all({ toMemberId: max.id }));
    await expectRefusal(studio, 'member_not_found', all({ toMemberId: 2_000_000_001 }));
    await expectRefusal(studio, 'package_changed', all({ ...to, expectedVersion: 7 }));
    await expectRefusal(studio, 'package_not_found', all(to, studio.api.as(await coachOf(tom))));
    const more = await expectRefusal(studio, 'balance_below_zero', all({ ...to, sessions: 11 }));
    expect(more.body.balance).toBe(10);
    const [off, away] = [await given.coach(), await given.member()];
    const admin = studio.api.as(await given.admin());
    for (const { id } of [off, away]) await admin.patch(`/people/${id}`, { disabled: true });
    await expectRefusal(studio, 'person_not_active', all({ toCoachId: off.id }));
    await expectRefusal(studio, 'person_not_active', all({ toMemberId: away.id }));
    await acts.transferred(tom, to);
    await expectRefusal(studio, 'nothing_to_transfer', all(to));
    studio.clock.advance({ hours: 31 * 24 });
    await expectRefusal(studio, 'package_not_active', all(to));
  });

  it.each([0, -1, 1.5, 2 ** 53, '3', null])('takes no %j sessions', async (sessions) => {
    const to = { toCoachId: max.id, sessions };
    await expectInvalid(studio, 'sessions', () => acts.transfer(tom, to));
  });

  it('needs a reason, and people that may be', async () => {
    const path = `/members/${tom.id}/packages/${tom.packageId}/transfer`;
    const toCoachId = max.id;
    await expectInvalid(studio, 'reason', () => desk.post(path, { toCoachId }));
    await expectInvalid(studio, 'toCoachId', () => acts.transfer(tom, { toCoachId: 0 }));
    await expectInvalid(studio, 'toMemberId', () => acts.transfer(tom, { toMemberId: '6' }));
    const code = { toCoachId, reasonCode: 'goodwill' };
    expect((await desk.post(path, code)).status).toBe(201);
  });

  it('waits for the end of a freeze, also of one that is to come', async () => {
    const path = `/members/${tom.id}/packages/${tom.packageId}/freezes`;
    const days = { from: '2026-03-12', to: '2026-03-14', reason: 'Holidays' };
    const frozen = await desk.post(path, days);
    expect(frozen.status, frozen.text).toBe(201);
    const transfer = () => acts.transfer(tom, { toCoachId: max.id });
    const early = await expectRefusal(studio, 'package_frozen', transfer);
    expect(early.body.until).toBe('2026-03-14');
    studio.clock.advance({ hours: 72 });
    await expectRefusal(studio, 'package_frozen', transfer);
    studio.clock.advance({ hours: 48 });
    const { body } = await transfer();
    expect(body.package).toMatchObject({ state: 'active', freeze: null });
    expect(body.package.expiresAt).toBe(body.from.expiresAt);
  });

  it('with a key is done once', async () => {
    const to = { toCoachId: max.id, sessions: 3 };
    const once = await acts.transfer(tom, to, desk, 'transfer-once');
    const again = await acts.transfer(tom, to, desk, 'transfer-once');
    expect(again.body).toEqual(once.body);
    expect(await packagesOf(tom)).toHaveLength(2);
  });

  /** A coach who has another package of the member. */
  async function coachOf(member: { id: number }): Promise<TestPerson> {
    const other = await studio.given.coach();
    await studio.given.package(member, { coach: other, remaining: 1 });
    return other;
  }
});
