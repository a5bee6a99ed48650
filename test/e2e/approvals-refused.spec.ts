import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { ApprovalDesk } from '../support/approval-desk.js';
import { expectInvalid, expectRefusal } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { disconnect } from '../support/packages.js';
import { set } from '../support/settings.js';

const NOW = '2026-03-10T12:00:00Z';

describe('an approval is refused', () => {
  let at: ApprovalDesk;
  let tom: GivenMember;

  beforeAll(async () => {
    at = await ApprovalDesk.open();
  });
  beforeEach(async () => {
    at.studio.clock.set(NOW);
    await at.limit();
    tom = await at.member();
  });
  afterAll(async () => {
    const { studio } = at;
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const refused = (code: Parameters<typeof expectRefusal>[1], body: object, member = tom) =>
    expectRefusal(at.studio, code, () => at.ask(member, { reason: 'Agreed', ...body }));

  it('for what the coach may do alone, and that is not done either', async () => {
    const { packageId } = tom;
    await refused('approval_not_needed', { kind: 'adjustment', packageId, adjustment: 1 });
    await refused('approval_not_needed', { kind: 'adjustment', packageId, adjustment: -2 });
    const expiresAt = '2026-03-22T12:00:00Z';
    await refused('approval_not_needed', { kind: 'extension', packageId, expiresAt });
    const { usage } = (await at.ana.addUsage(tom)).body;
    await refused('approval_not_needed', { kind: 'undo', usageId: usage.id });
    await set(at.studio, { coachLargestCorrection: null, coachGivesPerMemberMonth: null });
    await refused('approval_not_needed', { kind: 'adjustment', packageId, adjustment: 1000 });
    expect(await at.remaining(tom)).toBe(4);
  });

  it('for a second request for the same, also where both come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => at.askFor(tom, 5)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'already_asked')).toHaveLength(7);
    const { packageId } = tom;
    const expiresAt = '2026-04-22T12:00:00Z';
    const other = await at.ask(tom, { kind: 'extension', packageId, expiresAt, reason: 'Ill' });
    expect(other.status, other.text).toBe(201);
  });

  it('for more than ten of a member', async () => {
    for (let n = 0; n < 10; n += 1) {
      const one = await at.studio.given.package(tom, { coach: at.coach, remaining: 1 });
      await at.asked({ ...tom, packageId: one.id });
    }
    const answer = await expectRefusal(at.studio, 'approval_limit', () => at.askFor(tom, 5));
    expect(answer.body.limit).toBe(10);
  });

  it('for more than fifty of a coach, also at once', async () => {
    const ben = await at.studio.given.coach();
    const asBen = at.studio.api.as(ben);
    const members = [];
    for (let n = 0; n < 54; n += 1) {
      members.push(await at.studio.given.member({ coach: ben, remaining: 1 }));
    }
    for (const one of members.slice(0, 48)) await at.askFor(one, 5, asBen);
    const answers = await Promise.all(members.slice(48).map((one) => at.askFor(one, 5, asBen)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(answers.filter(({ body }) => body.code === 'approval_limit')).toHaveLength(4);
    const page = await asBen.get('/approvals?state=open&limit=30');
    const rest = await asBen.get(
      `/approvals?state=open&limit=30&cursor=${String(page.body.nextCursor)}`,
    );
    const ids = [...page.body.data, ...rest.body.data].map(({ id }: { id: number }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted((a: number, b: number) => b - a));
    expect([ids.length, rest.body.nextCursor]).toEqual([50, null]);
  });

  it('for what no desk could do either', async () => {
    const { packageId } = tom;
    await refused('balance_below_zero', { kind: 'adjustment', packageId, adjustment: -6 });
    await refused('package_not_found', { kind: 'adjustment', packageId: 999_999, adjustment: 9 });
    await refused('usage_not_found', { kind: 'undo', usageId: 999_999 });
    await refused('forbidden', {
      ...{ kind: 'extension', packageId, expiresAt: '2026-03-12T12:00:00Z' },
    });
    const uma = await at.member();
    const { usage } = (await at.ana.addUsage(uma)).body;
    await refused('usage_not_found', { kind: 'undo', usageId: usage.id });
    const monthly = await at.studio.given.member({ coach: at.coach, rateType: 'monthly' });
    const counted = { kind: 'adjustment', packageId: monthly.packageId, adjustment: 9 };
    await refused('not_counted', counted, monthly);
  });

  it('where the request is malformed', async () => {
    const { packageId } = tom;
    const right = { kind: 'adjustment', packageId, adjustment: 5, reason: 'Agreed' };
    for (const [field, body] of [
      ['kind', { ...right, kind: 'gift' }],
      ['kind', { ...right, kind: undefined }],
      ['reason', { ...right, reason: undefined }],
      ['reason', { ...right, reason: ' ' }],
      ['packageId', { ...right, packageId: undefined }],
      ['packageId', { ...right, packageId: 2 ** 53 }],
      ['adjustment', { ...right, adjustment: undefined }],
      ['adjustment', { ...right, adjustment: 0 }],
      ['adjustment', { ...right, adjustment: 1.5 }],
      ['adjustment', { ...right, adjustment: 2 ** 53 }],
      ['usageId', { ...right, usageId: 1 }],
      ['usageId', { kind: 'undo', reason: 'Agreed' }],
      ['expiresAt', { kind: 'extension', packageId, reason: 'Agreed' }],
      ['expiresAt', { kind: 'extension', packageId, expiresAt: 'May', reason: 'Agreed' }],
      ['expiresAt', { kind: 'extension', packageId, expiresAt: null, reason: 'Agreed' }],
    ] as const) {
      await expectInvalid(at.studio, field, () => at.ask(tom, body));
    }
    const past = { kind: 'extension', packageId, expiresAt: NOW, reason: 'Agreed' };
    expect((await at.ask(tom, past)).body.errors).toMatchObject([{ field: 'expiresAt' }]);
    await refused('reason_code_unknown', { ...right, reasonCode: 'nobody_knows' });
    const id = await at.asked(tom);
    await expectInvalid(at.studio, 'reason', () => at.decline(id, {}));
    await expectInvalid(at.studio, 'note', () => at.approve(id, { note: '' }));
    for (const query of ['?state=both', '?cursor=x', '?limit=0', '?memberId=0']) {
      expect((await at.desk.get(`/approvals${query}`)).body.code).toBe('validation_failed');
    }
  });

  it('to the coach who asked, whatever else they are by now', async () => {
    const ben = await at.studio.given.coach();
    const uma = await at.studio.given.member({ coach: ben, remaining: 5 });
    const asked = await at.askFor(uma, 5, at.studio.api.as(ben));
    await expectRefusal(at.studio, 'forbidden', () => at.approve(asked.body.id, {}, at.ana));
    await at.studio.sql('UPDATE `user` SET user_type_id = 2 WHERE id = ?', [ben.id]);
    const asClerk = at.studio.api.as({ ...ben, role: 'staff' });
    const own = () => at.approve(asked.body.id, {}, asClerk);
    await expectRefusal(at.studio, 'own_approval', own);
    expect((await at.approve(asked.body.id)).status).toBe(200);
    await expectRefusal(at.studio, 'own_approval', own);
  });

  it('where it would not be right any more, and stays open', async () => {
    const id = await at.asked(tom, -5);
    await at.desk.adjust(tom, { adjustment: -1, reason: 'Meanwhile' });
    await expectRefusal(at.studio, 'balance_below_zero', () => at.approve(id));
    await at.desk.adjust(tom, { adjustment: 1, reason: 'And back' });
    expect((await at.approve(id)).status).toBe(200);
    const uma = await at.member();
    const other = await at.asked(uma);
    const path = `/members/${uma.id}/packages/${uma.packageId}`;
    await at.desk.post(`${path}/void`, { reason: 'Wrong' });
    await expectRefusal(at.studio, 'package_voided', () => at.approve(other));
    expect(await at.list(`?state=open&memberId=${uma.id}`)).toMatchObject([{ id: other }]);
    await expectRefusal(at.studio, 'approval_not_found', () => at.approve(999_999));
    await expectRefusal(at.studio, 'approval_not_found', () => at.decline(999_999));
  });

  it('where an undo was undone, or the package ends as late, by now', async () => {
    await set(at.studio, { coachGivesPerMemberMonth: 0 });
    const { usage } = (await at.ana.addUsage(tom)).body;
    at.studio.clock.advance({ days: 1 });
    const undo = await at.ask(tom, { kind: 'undo', usageId: usage.id, reason: 'Mistake' });
    expect(undo.status, undo.text).toBe(201);
    await at.desk.undo(tom, usage.id);
    await expectRefusal(at.studio, 'already_undone', () => at.approve(undo.body.id));
    const { packageId } = tom;
    const expiresAt = '2026-04-02T12:00:00Z';
    const longer = { kind: 'extension', packageId, expiresAt, reason: 'Ill' };
    const asked = await at.ask(tom, longer);
    const path = `/members/${tom.id}/packages/${packageId}`;
    await at.desk.patch(path, { expiresAt });
    await expectRefusal(at.studio, 'approval_outdated', () => at.approve(asked.body.id));
  });

  it('where the coach is not assigned any more, and the coach sees it no more', async () => {
    const id = await at.asked(tom);
    await disconnect(at.studio, { id: tom.packageId, memberId: tom.id });
    await expectRefusal(at.studio, 'asker_not_assigned', () => at.approve(id));
    expect(await at.list(`?memberId=${tom.id}`, at.ana)).toEqual([]);
    expect((await at.decline(id)).status).toBe(200);
    const uma = await at.member();
    const gone = await at.asked(uma);
    await at.studio.sql('UPDATE coach_approval SET package_id = 999999 WHERE id = ?', [gone]);
    await expectRefusal(at.studio, 'package_not_found', () => at.approve(gone));
    expect(await at.list(`?memberId=${uma.id}`)).toMatchObject([{ id: gone, package: null }]);
    expect((await at.decline(gone)).status).toBe(200);
  });

  it('to other coaches, who see nothing of it', async () => {
    const ben = await at.studio.given.coach();
    await at.studio.given.package(tom, { coach: ben, remaining: 1 });
    const asBen = at.studio.api.as(ben);
    const id = await at.asked(tom);
    expect(await at.list('', asBen)).toEqual([]);
    await expectRefusal(at.studio, 'approval_not_found', () => at.withdraw(id, asBen));
    const { packageId } = tom;
    await expectRefusal(at.studio, 'package_not_found', () =>
      at.ask(tom, { kind: 'adjustment', packageId, adjustment: 9, reason: 'Mine' }, asBen),
    );
    // The desk does itself what coaches ask for.
    await expectRefusal(at.studio, 'approval_not_needed', () => at.askFor(tom, 5, at.desk));
    await expectRefusal(at.studio, 'approval_not_found', () => at.withdraw(id, at.desk));
  });
});
