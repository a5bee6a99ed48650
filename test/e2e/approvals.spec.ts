import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { ApprovalDesk } from '../support/approval-desk.js';
import { expectRefusal, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import { Listener } from '../support/listener.js';
import { set } from '../support/settings.js';

const NOW = '2026-03-10T12:00:00Z';

describe('what a coach asks the desk for', () => {
  let at: ApprovalDesk;
  let tom: GivenMember;

  beforeAll(async () => {
    at = await ApprovalDesk.open();
  });
  beforeEach(async () => {
    at.studio.clock.set(NOW);
    tom = await at.member();
  });
  afterAll(async () => {
    const { studio } = at;
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    expect(await violations(studio.sql)).toEqual([]);
    await studio.close();
  });

  it('is kept until somebody decides, and changes nothing', async () => {
    const { answer, rows } = await logged(at.studio, () => at.askFor(tom, 5));
    expect(answer.status, answer.text).toBe(201);
    const ana = { id: at.coach.id, name: 'Ana Silva', role: 'coach' };
    expect(answer.body).toEqual({
      ...{ id: expect.any(Number), kind: 'adjustment', state: 'open', memberId: tom.id },
      ...{ memberName: tom.name, adjustment: 5, usageId: null, usageDate: null },
      package: expect.objectContaining({ id: tom.packageId, remaining: 5 }),
      ...{ expiresAt: null, days: null, reason: 'Sold at the fair', reasonCode: null },
      ...{ askedAt: '2026-03-10T12:00:00.000Z', askedBy: ana },
      ...{ until: '2026-03-17T12:00:00.000Z', decided: null, doneUsageId: null },
    });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      ...{ action: 'approval.asked', actor_id: at.coach.id, member_id: tom.id },
      ...{ coach_id: at.coach.id, package_id: null, reason: 'Sold at the fair' },
      after: {
        ...{ approvalId: answer.body.id, asked: 'adjustment' },
        ...{ packageId: tom.packageId, adjustment: 5 },
      },
    });
    expect(await at.remaining(tom)).toBe(5);
    expect(await at.list(`?state=open&memberId=${tom.id}`)).toEqual([answer.body]);
    expect(await at.list(`?state=open&memberId=${tom.id}`, at.ana)).toEqual([answer.body]);
  });

  it('is a correction, which the desk does by approving it', async () => {
    const id = await at.asked(tom, -4);
    const { answer, rows } = await logged(at.studio, () => at.approve(id, { note: 'Called Ana' }));
    expect(answer.status, answer.text).toBe(200);
    const { usage, approval } = answer.body;
    expect(usage).toMatchObject({
      ...{ kind: 'adjustment', amount: -4, balanceAfter: 1, reason: 'Sold at the fair' },
      createdBy: { id: at.clerk.id, role: 'staff' },
    });
    expect(answer.body.package).toMatchObject({ id: tom.packageId, remaining: 1 });
    expect(approval).toMatchObject({
      ...{ id, state: 'approved', doneUsageId: usage.id, package: { remaining: 1 } },
      decided: { at: '2026-03-10T12:00:00.000Z', by: { id: at.clerk.id }, reason: 'Called Ana' },
    });
    expect(rows.map(({ action }) => action)).toEqual(['balance.adjusted', 'approval.approved']);
    const { packageId } = tom;
    expect(rows[0]).toMatchObject({
      ...{ actor_id: at.clerk.id, usage_id: usage.id, package_id: packageId },
      reason: 'Sold at the fair',
    });
    expect(rows[1]).toMatchObject({
      ...{ actor_id: at.clerk.id, coach_id: at.coach.id, reason: 'Called Ana' },
      after: { approvalId: id, packageId, usageId: usage.id },
    });
    expect(await at.list(`?state=decided&memberId=${tom.id}`)).toEqual([approval]);
    expect(await at.list(`?state=open&memberId=${tom.id}`)).toEqual([]);
  });

  it('is an undo, of a session of an earlier day', async () => {
    const usages: number[] = [];
    for (const usageDate of ['2026-03-05', '2026-03-06']) {
      usages.push((await at.ana.addUsage(tom, { usageDate })).body.usage.id);
    }
    at.studio.clock.advance({ days: 1 });
    const [first = 0, second = 0] = usages;
    expect((await at.ana.undo(tom, first)).status).toBe(200);
    await expectRefusal(at.studio, 'approval_required', () => at.ana.undo(tom, second));
    const body = { kind: 'undo', usageId: second, reasonCode: 'mistake' };
    const asked = await at.ask(tom, body);
    expect(asked.body, asked.text).toMatchObject({
      ...{ kind: 'undo', usageId: second, usageDate: '2026-03-06', reasonCode: 'mistake' },
      package: { id: tom.packageId, remaining: 4 },
    });
    await expectRefusal(at.studio, 'already_asked', () => at.ask(tom, body));
    const { answer, rows } = await logged(at.studio, () => at.approve(asked.body.id));
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toMatchObject({
      usage: { id: second, undone: { by: { id: at.clerk.id }, reasonCode: 'mistake' } },
      ...{ package: { remaining: 5 }, approval: { state: 'approved', doneUsageId: second } },
    });
    expect(rows.map(({ action }) => action)).toEqual(['session.undone', 'approval.approved']);
  });

  it('is an extension, by the days that it is longer', async () => {
    const expiresAt = '2026-04-02T12:00:00Z';
    const body = { kind: 'extension', packageId: tom.packageId, expiresAt, reason: 'Ill' };
    const asked = await at.ask(tom, body);
    expect(asked.body, asked.text).toMatchObject({
      ...{ kind: 'extension', expiresAt: '2026-04-02T12:00:00.000Z', days: 13 },
    });
    const { answer, rows } = await logged(at.studio, () => at.approve(asked.body.id));
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).not.toHaveProperty('usage');
    expect(answer.body.package).toMatchObject({ expiresAt: '2026-04-02T12:00:00.000Z' });
    expect(rows.map(({ action }) => action)).toEqual(['package.changed', 'approval.approved']);
    // What the desk did counts for no coach.
    const path = `/members/${tom.id}/packages/${tom.packageId}`;
    const more = await at.ana.patch(path, { expiresAt: '2026-04-05T12:00:00Z', reason: 'Ill' });
    expect(more.status, more.text).toBe(200);
  });

  it('is declined with a reason, or withdrawn, and then is over', async () => {
    const id = await at.asked(tom);
    const { answer, rows } = await logged(at.studio, () => at.decline(id, { reason: 'Not ours' }));
    expect(answer.body, answer.text).toMatchObject({
      ...{ state: 'declined', doneUsageId: null },
      decided: { by: { id: at.clerk.id }, reason: 'Not ours' },
    });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ action: 'approval.declined', reason: 'Not ours' });
    for (const act of [() => at.approve(id), () => at.decline(id), () => at.withdraw(id)]) {
      await expectRefusal(at.studio, 'approval_decided', act);
    }
    // What is over stands in nobody's way.
    const again = await at.asked(tom);
    const withdrawn = await logged(at.studio, () => at.withdraw(again));
    expect(withdrawn.answer.body).toMatchObject({
      ...{ state: 'withdrawn', decided: { by: { id: at.coach.id }, reason: null } },
    });
    expect(withdrawn.rows[0]).toMatchObject({ action: 'approval.withdrawn' });
    await expectRefusal(at.studio, 'approval_decided', () => at.approve(again));
    expect(await at.remaining(tom)).toBe(5);
  });

  it('lapses after seven days', async () => {
    const id = await at.asked(tom);
    at.studio.clock.set('2026-03-17T11:59:59Z');
    expect(await at.list(`?state=open&memberId=${tom.id}`)).toMatchObject([{ state: 'open' }]);
    await expectRefusal(at.studio, 'already_asked', () => at.askFor(tom, 5));
    at.studio.clock.set('2026-03-17T12:00:00Z');
    for (const act of [() => at.approve(id), () => at.decline(id), () => at.withdraw(id)]) {
      await expectRefusal(at.studio, 'approval_over', act);
    }
    expect(await at.list(`?state=open&memberId=${tom.id}`)).toEqual([]);
    const [lapsed] = await at.list(`?state=decided&memberId=${tom.id}`, at.ana);
    expect(lapsed).toMatchObject({ id, state: 'lapsed', decided: null });
    await at.asked(tom);
  });

  it('keeps its reason, whatever the studio offers by then', async () => {
    const { packageId } = tom;
    const body = { kind: 'adjustment', packageId, adjustment: 5, reasonCode: 'goodwill' };
    const asked = await at.ask(tom, body);
    const { reasons } = (await at.desk.get('/studio')).body;
    const all = reasons as { code: string; en: string; de: string; isArchived: boolean }[];
    await set(at.studio, {
      reasons: all.map((one) => ({ ...one, isArchived: one.code === 'goodwill' })),
    });
    const answer = await at.approve(asked.body.id);
    expect(answer.body, answer.text).toMatchObject({ usage: { reasonCode: 'goodwill' } });
    await set(at.studio, { reasons: all });
  });

  it('that many approve at once happens once', async () => {
    const id = await at.asked(tom);
    const answers = await Promise.all(Array.from({ length: 16 }, () => at.approve(id)));
    const done = answers.filter(({ status }) => status === 200);
    expect(done).toHaveLength(1);
    const refused = answers.filter(({ body }) => body.code === 'approval_decided');
    expect(refused).toHaveLength(15);
    expect(await at.remaining(tom)).toBe(10);
  });

  it('that is approved and declined at once ends one way', async () => {
    for (let round = 0; round < 6; round += 1) {
      const uma = await at.member();
      const id = await at.asked(uma);
      const [yes, no, off] = await Promise.all([at.approve(id), at.decline(id), at.withdraw(id)]);
      expect([yes, no, off].filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await at.remaining(uma)).toBe(yes.status === 200 ? 10 : 5);
    }
  });

  it('is the same request again', async () => {
    const { packageId } = tom;
    const body = { kind: 'adjustment', packageId, adjustment: 5, reason: 'Twice' };
    const [one, two] = [
      await at.ask(tom, body, at.ana, 'asked-twice'),
      await at.ask(tom, body, at.ana, 'asked-twice'),
    ];
    expect(two.body).toEqual(one.body);
    const path = `/approvals/${one.body.id}/approve`;
    const [first, second] = [
      await at.desk.post(path, {}, { key: 'approved-twice' }),
      await at.desk.post(path, {}, { key: 'approved-twice' }),
    ];
    expect(second.body).toEqual(first.body);
    expect(await at.remaining(tom)).toBe(10);
  });

  it('is told to the desk and to the coach, as it happens', async () => {
    const other = await at.studio.given.coach();
    await at.studio.given.member({ coach: other });
    const apis = [at.desk, at.ana, at.studio.api.as(other), at.studio.api.as(tom)];
    const all = await Promise.all(apis.map((api) => Listener.openAndSee(api)));
    const id = await at.asked(tom);
    await at.decline(id);
    const [desk, ana, ...strangers] = all;
    const mine = (one: Listener | undefined) =>
      (one?.named('approval') ?? []).filter(({ approvalId }) => approvalId === id);
    for (const one of [desk, ana]) {
      await one?.until(() => mine(one).length === 2);
      expect(mine(one)).toEqual([
        { approvalId: id, memberId: tom.id, action: 'approval.asked' },
        { approvalId: id, memberId: tom.id, action: 'approval.declined' },
      ]);
    }
    for (const one of strangers) expect(one.named('approval')).toEqual([]);
    for (const one of all) one.leave();
  });
});
