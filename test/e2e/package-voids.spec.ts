import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { linesText } from '../support/history-lines.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

const WHY = { reason: 'Sold to the wrong member' };

describe('a package that is voided', () => {
  let studio: Studio;
  let ana: TestPerson;
  let coach: Api;
  let desk: Api;
  let tom: GivenMember;

  beforeAll(async () => {
    studio = await openStudio();
    const { given, api } = studio;
    ana = await given.coach();
    [coach, desk] = [api.as(ana), api.as(await given.staff())];
  });
  beforeEach(async () => {
    tom = await studio.given.member({ coach: ana, remaining: 5, expiresInDays: 30 });
  });
  afterAll(async () => {
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const post = (what: 'void' | 'reopen', body: object = {}, api = coach, id = tom.packageId) =>
    api.post(`/members/${tom.id}/packages/${id}/${what}`, { ...WHY, ...body });
  const rowOf = async (id = tom.packageId) =>
    (await studio.sql('SELECT * FROM coach_member_list WHERE id = ?', [id]))[0];
  const packageOf = async () => (await desk.member(tom)).body.packages[0];
  const lines = async () => {
    const { body } = await desk.get(`/members/${tom.id}/history`);
    return linesText(body.data).map((text) => text.slice(6));
  };

  it('has nothing left, by one entry and one line of the log', async () => {
    const { answer, rows } = await logged(studio, () => post('void'));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ state: 'voided', remaining: 0, granted: 5, version: 2 });
    expect(rows).toMatchObject([
      {
        ...{ action: 'package.voided', actor_id: ana.id, package_id: tom.packageId },
        ...{ before: { remaining: 5, status: 'active' }, after: { remaining: 0 }, ...WHY },
      },
    ]);
    expect(rows[0]?.usage_id).toBeGreaterThan(0);
    expect(await packageOf()).toEqual(answer.body);
    expect(await lines()).toEqual(['void -5 = 0', 'grant +5 = 5']);
    // PHP takes sessions from what is `active`.
    expect(await rowOf()).toMatchObject({ status: 'expired', remaining_sessions: 0 });
  });

  it('is reopened with what it had left, as often as people like', async () => {
    await coach.startWorkout(tom);
    for (const [remaining, version] of [
      [4, 4],
      [1, 7],
    ]) {
      if (remaining === 1) await coach.adjust(tom, { adjustment: -3, ...WHY });
      await post('void', { keepUsages: true });
      const { answer, rows } = await logged(studio, () => post('reopen', {}, desk));
      expect(answer.body).toMatchObject({ state: 'active', remaining, version });
      expect(rows).toMatchObject([{ action: 'package.reopened', after: { remaining }, ...WHY }]);
    }
    expect(await lines()).toEqual([
      ...['reopen +1 = 1', 'void -1 = 0', 'adjustment -3 = 1', 'reopen +4 = 4', 'void -4 = 0'],
      ...['automatic -1 = 4', 'grant +5 = 5'],
    ]);
    expect(await rowOf()).toMatchObject({ status: 'active', voided_status: null });
  });

  it('of which sessions count is voided only by whoever says that they stay', async () => {
    const { body } = await coach.startWorkout(tom);
    const refused = await expectRefusal(studio, 'package_used', () => post('void'));
    expect(refused.body.used).toBe(1);
    await expectRefusal(studio, 'package_used', () => post('void', { keepUsages: false }));
    expect((await coach.undo(tom, body.usage.id)).status).toBe(200);
    expect((await post('void')).body).toMatchObject({ state: 'voided', remaining: 0 });
  });

  it('gives nothing, takes nothing and changes nothing', async () => {
    const { body } = await coach.startWorkout(tom);
    await post('void', { keepUsages: true });
    const id = tom.packageId;
    const refused = [
      () => post('void'),
      () => coach.addUsage(tom, { packageId: id, usageDate: '2026-03-10' }),
      () => coach.undo(tom, body.usage.id, WHY),
      () => coach.adjust(tom, { adjustment: 1, packageId: id, ...WHY }),
      () => desk.patch(`/members/${tom.id}/packages/${id}`, { expiresAt: null, ...WHY }),
      () => desk.patch(`/members/${tom.id}/packages/${id}`, { disconnected: false, ...WHY }),
    ];
    for (const attempt of refused.slice(0, 1)) {
      await expectRefusal(studio, 'package_voided', attempt);
    }
    studio.clock.advance({ hours: 24 });
    await expectRefusal(studio, 'no_active_package', () => studio.api.as(tom).startWorkout(tom));
    await expectRefusal(studio, 'no_active_package', () => coach.addUsage(tom, {}));
    for (const attempt of refused.slice(2)) {
      await expectRefusal(studio, 'package_voided', attempt);
    }
    const day = { packageId: id, usageDate: '2026-03-11' };
    await expectRefusal(studio, 'package_voided', () => coach.addUsage(tom, day));
    studio.clock.advance({ hours: -24 });
  });

  it('is none that anybody has to sell again, and its coach keeps the member', async () => {
    await coach.adjust(tom, { adjustment: -5, ...WHY });
    expect((await desk.member(tom)).body.attention).toEqual(['empty']);
    await post('void');
    const { body } = await coach.member(tom);
    expect(body).toMatchObject({ attention: [], lastPackage: null });
    for (const api of [coach, desk]) {
      const found = await api.get('/members?attention=empty');
      expect(found.body.data.map(({ id }: { id: number }) => id)).not.toContain(tom.id);
    }
  });

  it('that waited for an approval waits for none, and again when it is reopened', async () => {
    const { id } = await studio.given.package(tom, {
      ...{ coach: ana, remaining: 3, approvals: { staff: 'pending' } },
    });
    expect((await post('void', {}, desk, id)).body).toMatchObject({ state: 'voided' });
    expect((await desk.member(tom)).body.attention).not.toContain('waiting');
    for (const api of [coach, desk]) {
      const waiting = await api.get('/members?attention=waiting');
      expect(waiting.body.data.map((one: { id: number }) => one.id)).not.toContain(tom.id);
    }
    expect((await post('reopen', {}, desk, id)).body).toMatchObject({
      ...{ state: 'pending', remaining: 3 },
    });
  });

  it('is past its date when it is reopened later', async () => {
    await post('void');
    studio.clock.advance({ hours: 31 * 24 });
    expect((await post('reopen')).body).toMatchObject({ state: 'expired', remaining: 5 });
    expect(await rowOf()).toMatchObject({ status: 'expired' });
    studio.clock.advance({ hours: -31 * 24 });
  });

  it('without a count has no entry, and runs on when it is reopened', async () => {
    const { id } = await studio.given.package(tom, { coach: ana, rateType: 'monthly' });
    const { answer, rows } = await logged(studio, () => post('void', {}, desk, id));
    expect(answer.body).toMatchObject({ state: 'voided', remaining: null });
    expect(rows).toMatchObject([{ action: 'package.voided', usage_id: null }]);
    expect(await rowOf(id)).toMatchObject({ status: 'expired', remaining_sessions: null });
    expect((await post('reopen', {}, desk, id)).body).toMatchObject({ state: 'active' });
  });

  it('may be ended, and stays so', async () => {
    await post('void');
    const path = `/members/${tom.id}/packages/${tom.packageId}`;
    const ended = await desk.patch(path, { disconnected: true });
    expect(ended.body).toMatchObject({ state: 'voided' });
    expect(await rowOf()).toMatchObject({ status: 'disconnected' });
    expect((await post('reopen', {}, desk)).body).toMatchObject({
      ...{ state: 'disconnected', remaining: 5 },
    });
  });

  it('follows what PHP writes, and gives it back beside what it lost', async () => {
    await post('void');
    await studio.sql(
      `UPDATE coach_member_list SET remaining_sessions = remaining_sessions + 1, status = 'active'
        WHERE id = ?`,
      [tom.packageId],
    );
    expect(await packageOf()).toMatchObject({ state: 'voided' });
    for (const api of [coach, desk]) {
      const low = await api.get('/members?attention=low');
      expect(low.body.data.map(({ id }: { id: number }) => id)).not.toContain(tom.id);
    }
    await expectRefusal(studio, 'no_active_package', () => coach.startWorkout(tom));
    const { rows } = await logged(studio, () => post('reopen'));
    expect(rows.map(({ action }) => action)).toEqual(['balance.external', 'package.reopened']);
    expect(await packageOf()).toMatchObject({ state: 'active', remaining: 6 });
  });

  it('is what the summary view adds up', async () => {
    await post('void');
    const sums = async () =>
      (
        await studio.sql('SELECT * FROM coach_session_summary WHERE package_id = ?', [
          tom.packageId,
        ])
      )[0];
    expect(Number((await sums())?.adjustments_sum)).toBe(-5);
    await post('reopen');
    expect(Number((await sums())?.adjustments_sum)).toBe(0);
  });

  it('needs a reason, the version that was seen, and a coach whose package it is', async () => {
    const path = `/members/${tom.id}/packages/${tom.packageId}`;
    for (const what of ['void', 'reopen']) {
      await expectInvalid(studio, 'reason', () => coach.post(`${path}/${what}`, {}));
    }
    const reasonCode = 'no_such_code';
    const unknown = () => coach.post(`${path}/void`, { reasonCode });
    expect(await unknown()).toBeProblem('reason_code_unknown');
    await expectRefusal(studio, 'package_changed', () => post('void', { expectedVersion: 7 }));
    await expectRefusal(studio, 'package_not_voided', () => post('reopen'));
    const ben = await studio.given.coach();
    await studio.given.package(tom, { coach: ben, remaining: 1 });
    const other = studio.api.as(ben);
    await expectRefusal(studio, 'package_not_found', () => post('void', {}, other));
    expect(await studio.api.as(tom).post(`${path}/void`, WHY)).toBeProblem('forbidden');
    expect((await coach.post(`${path}/void`, { reasonCode: 'goodwill' })).status).toBe(200);
  });
});
