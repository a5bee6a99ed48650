import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { expectRefusal, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { linesText } from '../support/history-lines.js';
import { violations } from '../support/laws.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';
import { Transfers, WHY } from '../support/transfers.js';

describe('a transfer of sessions', () => {
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
  const linesOf = async (member: { id: number }, api = desk) =>
    (await api.get(`/members/${member.id}/history`)).body.data;

  it('goes to another coach whole, with its end, and both histories say so', async () => {
    await coach().startWorkout(tom);
    const { answer, rows } = await logged(studio, () =>
      acts.transfer(tom, { toCoachId: max.id }, coach()),
    );
    expect(answer.status, answer.text).toBe(201);
    const { id } = answer.body.package;
    expect(answer.body).toMatchObject({
      sessions: 9,
      from: {
        ...{ id: tom.packageId, state: 'exhausted', remaining: 0, granted: 10, version: 3 },
        transfer: { sourcePackageId: null, sessions: 9, all: true },
      },
      package: {
        ...{ memberId: tom.id, coachId: max.id, coachName: 'Max Moss' },
        ...{ state: 'active', remaining: 9, granted: 9, version: 1, payment: null, sale: null },
        approvals: { coach: 'approved', staff: 'approved' },
        expiresAt: '2026-04-09T12:00:00.000Z',
        transfer: { sourcePackageId: tom.packageId, sessions: 0, all: false },
      },
    });
    const coachId = ana.id;
    const [from, to] = [
      { packageId: tom.packageId, memberId: tom.id, coachId },
      { packageId: id, memberId: tom.id, coachId: max.id },
    ];
    const action = 'package.transferred';
    expect(rows).toMatchObject([
      {
        ...{ action, actor_id: coachId, member_id: tom.id, coach_id: coachId, ...WHY },
        ...{ package_id: from.packageId, before: { remaining: 9, version: 2 } },
        after: { remaining: 0, version: 3, status: 'expired', sessions: 9, to },
      },
      {
        ...{ action, actor_id: coachId, member_id: tom.id, coach_id: to.coachId, ...WHY },
        ...{
          package_id: id,
          code: 'arrived',
          before: null,
          after: { remaining: 9, version: 1, from },
        },
      },
    ]);
    expect(linesText(await linesOf(tom)).map((text) => text.slice(6))).toEqual([
      ...['grant +9 = 9', 'transfer -9 = 0', 'automatic -1 = 9', 'grant +10 = 10'],
    ]);
    expect(await packagesOf(tom)).toEqual([answer.body.package, answer.body.from]);
  });

  it('is said to both coaches, and each of them sees the part that is theirs', async () => {
    const { id } = await acts.transferred(tom, { toCoachId: max.id, sessions: 4 });
    const other = studio.api.as(max);
    const ofMax = await linesOf(tom, other);
    expect(ofMax).toMatchObject([
      {
        usage: {
          ...{ kind: 'grant', amount: 4, packageId: id, replacedById: null },
          transfer: {
            ...{ packageId: tom.packageId, isSameMember: true },
            ...{ member: { id: tom.id, name: 'Tom Baker' }, coach: { name: 'Ana Silva' } },
          },
        },
      },
    ]);
    const [line] = await linesOf(tom, coach());
    expect(line).toMatchObject({
      ...{ amount: -4, balanceAfter: 6 },
      usage: { kind: 'transfer', transfer: { packageId: id, coach: { name: 'Max Moss' } } },
    });
    for (const [api, packageId] of [
      [coach(), tom.packageId],
      [other, id],
    ] as const) {
      const { body } = await api.activity(`?memberId=${tom.id}&limit=1`);
      expect(body.data).toMatchObject([{ action: 'package.transferred', packageId }]);
    }
  });

  it('goes to another member by the desk, who alone sees both names', async () => {
    const { id } = await acts.transferred(tom, { toMemberId: petra.id, sessions: 8 });
    const [gone] = await linesOf(tom);
    expect(gone.usage.transfer).toMatchObject({
      isSameMember: false,
      member: { name: 'Petra Nolan' },
    });
    const [came] = await linesOf(petra);
    expect(came.usage.transfer).toMatchObject({
      ...{ packageId: tom.packageId, member: { name: 'Tom Baker' }, coach: { name: 'Ana Silva' } },
    });
    for (const [api, member] of [
      [studio.api.as(tom), tom],
      [studio.api.as(petra), petra],
      [coach(), tom],
    ] as const) {
      const [line] = await linesOf(member, api);
      expect(line.usage.transfer).toMatchObject({ isSameMember: false, member: null });
    }
    const { body } = await studio.api.as(petra).startWorkout(petra, { coachId: ana.id });
    expect(body).toMatchObject({ deducted: true, package: { id, remaining: 7 } });
    expect(await packagesOf(tom)).toMatchObject([{ remaining: 2, transfer: { all: false } }]);
  });

  it('is taken back by a transfer of what is left', async () => {
    const to = await acts.transferred(tom, { toMemberId: petra.id });
    await studio.api.as(petra).startWorkout(petra);
    const back = await desk.post(`/members/${petra.id}/packages/${to.id}/transfer`, {
      ...{ toMemberId: tom.id, ...WHY },
    });
    expect(back.body).toMatchObject({
      ...{ sessions: 9, package: { memberId: tom.id, remaining: 9 } },
      from: { id: to.id, transfer: { sourcePackageId: tom.packageId, sessions: 9, all: true } },
    });
    expect(back.body.package.transfer).toMatchObject({ sourcePackageId: to.id });
  });

  it('leaves past sessions where they were used, and their undo there', async () => {
    const { body } = await coach().startWorkout(tom);
    await acts.transferred(tom, { toCoachId: max.id });
    const undone = await coach().undo(tom, body.usage.id);
    expect(undone.body).toMatchObject({
      ...{ usage: { coachId: ana.id }, package: { id: tom.packageId, remaining: 1 } },
    });
  });

  it('asks nobody to sell again to whom it has gone away from', async () => {
    expect((await coach().member(tom)).body.attention).toEqual([]);
    await acts.transferred(tom, { toCoachId: max.id });
    const isListed = async () => {
      const { body } = await coach().get('/members?attention=empty&limit=100');
      return body.data.some(({ id }: { id: number }) => id === tom.id);
    };
    expect((await coach().member(tom)).body.attention).toEqual([]);
    expect(await isListed()).toBe(false);
    const { id } = await studio.given.package(tom, { coach: ana, remaining: 0 });
    expect(id).toBeGreaterThan(0);
    expect((await coach().member(tom)).body.attention).toEqual(['empty']);
    expect(await isListed()).toBe(true);
  });

  it('shows PHP two packages and no row that it does not know', async () => {
    await coach().startWorkout(tom);
    const { id } = await acts.transferred(tom, { toCoachId: max.id, sessions: 4 });
    const rows = await studio.sql(
      `SELECT status, remaining_sessions AS remaining FROM coach_member_list
        WHERE member_id = ? ORDER BY id`,
      [tom.id],
    );
    expect(rows).toMatchObject([
      { status: 'active', remaining: 5 },
      { status: 'active', remaining: 4 },
    ]);
    const shown = await studio.sql(
      `SELECT adjustment_type AS kind FROM coach_usage_history
        WHERE coach_member_id IN (?, ?) AND hidden_from_php = 0`,
      [tom.packageId, id],
    );
    expect(shown).toMatchObject([{ kind: 'automatic' }]);
    const [sums] = await studio.sql(
      'SELECT adjustments_sum AS sum FROM coach_session_summary WHERE package_id = ?',
      [tom.packageId],
    );
    expect(Number(sums?.sum)).toBe(-4);
  });

  it('is voided where it went, and what was sold first only by leave', async () => {
    const to = await acts.transferred(tom, { toMemberId: petra.id, sessions: 4 });
    const path = (member: { id: number }, id: number) => `/members/${member.id}/packages/${id}`;
    const used = await expectRefusal(studio, 'package_used', () =>
      desk.post(`${path(tom, tom.packageId)}/void`, WHY),
    );
    expect(used.body.used).toBe(4);
    const voided = await desk.post(`${path(petra, to.id)}/void`, WHY);
    expect(voided.body).toMatchObject({ state: 'voided', remaining: 0 });
    expect(await packagesOf(tom)).toMatchObject([{ id: tom.packageId, remaining: 6 }]);
    await expectRefusal(studio, 'package_voided', () =>
      desk.post(`${path(petra, to.id)}/transfer`, { toMemberId: tom.id, ...WHY }),
    );
    const reopened = await desk.post(`${path(petra, to.id)}/reopen`, WHY);
    expect(reopened.body).toMatchObject({ state: 'active', remaining: 4 });
  });

  it('that somebody has made up is found', async () => {
    const { id } = await acts.transferred(tom, { toCoachId: max.id, sessions: 4 });
    const verified = async () => (await studio.app.get(VerifyService).verify()).text;
    const set = (sql: string, value: unknown) =>
      studio.sql(`UPDATE coach_member_list SET ${sql} WHERE id = ?`, [value, id]);
    await set('source_package_id = ?', null);
    expect(await verified()).toContain(`package ${tom.packageId} gave 4 sessions to packages`);
    await set('source_package_id = ?', tom.packageId);
    expect(await verified()).toContain('All laws hold.');
  });
});
