import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import { logOf } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { openStudio, type Studio } from '../support/studio.js';

const TODAY = '2026-03-10';

describe('what another program writes into the shared tables', () => {
  let studio: Studio;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach();
  });
  afterAll(() => studio.close());
  afterEach(async () => {
    await studio.app.get(ReconciliationRun).reconcileAll();
    const { text, holds } = await studio.app.get(VerifyService).verify();
    expect(holds, text).toBe(true);
    expect(await studio.app.get(ReconciliationRun).reconcileAll()).toBe(0);
  });

  async function takesSession({ packageId }: GivenMember, day = TODAY): Promise<void> {
    await studio.sql(
      'UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1 WHERE id = ?',
      [packageId],
    );
    await studio.sql(
      `INSERT INTO coach_usage_history (coach_member_id, usage_date, created_at)
       VALUES (?, ?, ?)`,
      [packageId, day, `${day} 11:00:00`],
    );
  }

  it('is shown at once, and the same after it was booked', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    await studio.api.as(ana).addUsage(tom, { usageDate: '2026-03-08' });
    await takesSession(tom, '2026-03-09');
    await takesSession(tom);

    const shown = async () => {
      const { totals, usedToday, lastActivityAt } = (await studio.api.as(ana).member(tom)).body;
      const { data } = (await studio.api.as(ana).history(tom)).body;
      const rows = data.map(({ balanceAfter: _, ...row }: { balanceAfter: number }) => row);
      return { totals, usedToday, lastActivityAt, rows };
    };
    const before = await shown();
    expect(before).toMatchObject({
      totals: { usages: 3, activeUsages: 3, undoneUsages: 0, adjustments: 0 },
      usedToday: true,
    });
    expect(before.rows).toHaveLength(4);
    const phps = before.rows.find(({ usageDate }: { usageDate: string }) => usageDate === TODAY);
    expect(phps).toMatchObject({ kind: 'automatic', memberId: tom.id, coachId: ana.id });
    expect(await studio.app.get(ReconciliationRun).reconcileAll()).toBe(2);
    expect(await shown()).toEqual(before);
  });

  it('is shown to its coach alone', async () => {
    const ben = await studio.given.coach();
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    await studio.given.package(tom, { coach: ben, remaining: 5 });
    await takesSession(tom);
    expect((await studio.api.as(ana).member(tom)).body.usedToday).toBe(true);
    expect((await studio.api.as(ben).member(tom)).body).toMatchObject({
      usedToday: false,
      totals: { usages: 0 },
    });
    expect((await studio.api.as(ben).history(tom, '?kind=automatic')).body.data).toEqual([]);
  });

  it('stands on its page, whether it is booked between two pages or not', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 9 });
    for (const day of ['2026-03-03', '2026-03-05', '2026-03-07']) await takesSession(tom, day);
    const coach = studio.api.as(ana);
    await coach.addUsage(tom, { usageDate: '2026-03-04' });
    await takesSession(tom, '2026-03-09');
    const { body: all } = await coach.history(tom);
    const found: unknown[] = [];
    for (let cursor = ''; ;) {
      const { body } = await coach.history(tom, `?limit=2${cursor}`);
      found.push(...body.data.map((row: { id: number }) => row.id));
      await studio.app.get(ReconciliationRun).reconcileAll();
      if (body.nextCursor === null) break;
      cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
    }
    expect(all.data).toHaveLength(6);
    expect(found).toEqual(all.data.map((row: { id: number }) => row.id));
    const { body: early } = await coach.history(tom, '?to=2026-03-07&kind=automatic');
    expect(early.data.map((row: { usageDate: string }) => row.usageDate)).toEqual([
      '2026-03-07',
      '2026-03-05',
      '2026-03-03',
    ]);
  });

  it('is booked at the next touch, in the log before what was asked for', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    await takesSession(tom, '2026-03-09');
    await studio.sql('UPDATE coach_member_list SET remaining_sessions = 9 WHERE id = ?', [
      tom.packageId,
    ]);
    const { status, body } = await studio.api.as(ana).startWorkout(tom);
    expect(status).toBe(201);
    expect(body.package).toMatchObject({ remaining: 8, granted: 5 });
    const rows = (await logOf(studio)).filter(({ package_id: id }) => id === tom.packageId);
    expect(rows.map(({ action, actor_role: role }) => `${action} ${role}`)).toEqual([
      'package.granted admin',
      'balance.external legacy',
      'session.deducted legacy',
      'session.deducted coach',
    ]);
    const { data } = (await studio.api.as(ana).history(tom, '?kind=external')).body;
    expect(data).toMatchObject([{ amount: 5, balanceAfter: 10, createdBy: null, usageDate: null }]);
  });

  async function givesBack({ packageId }: GivenMember, sessions = 1): Promise<void> {
    await studio.sql(
      'UPDATE coach_member_list SET remaining_sessions = remaining_sessions + ? WHERE id = ?',
      [sessions, packageId],
    );
  }

  async function deletes(member: GivenMember, usageId: number): Promise<void> {
    await studio.sql('DELETE FROM coach_usage_history WHERE id = ?', [usageId]);
    await givesBack(member);
  }

  async function marksUndone(member: GivenMember, usageId: number): Promise<void> {
    await studio.sql('UPDATE coach_usage_history SET undone_at = CURRENT_TIMESTAMP WHERE id = ?', [
      usageId,
    ]);
    await givesBack(member);
  }

  const uses = (member: GivenMember) => studio.api.as(ana).addUsage(member, { usageDate: TODAY });

  async function historyOf(
    member: GivenMember,
    query: string,
  ): Promise<{ id: number; usageDate: string | null }[]> {
    return (await studio.api.as(ana).history(member, query)).body.data;
  }

  describe.each([
    ['a usage of ours that it deletes', uses, deletes],
    ['a usage of its own that it deletes', takesSession, deletes],
    ['a usage of ours that it marks as undone', uses, marksUndone],
    ['a usage of its own that it marks as undone', takesSession, marksUndone],
  ])('%s', (_, takes, removes) => {
    async function removal(): Promise<GivenMember> {
      const tom = await studio.given.member({ coach: ana, remaining: 5 });
      await takes(tom);
      await studio.app.get(ReconciliationRun).reconcileAll();
      const usage = (await historyOf(tom, '')).find(({ usageDate }) => usageDate === TODAY);
      await removes(tom, usage?.id ?? 0);
      return tom;
    }

    it('is booked at the next touch', async () => {
      const tom = await removal();
      const change = { packageId: tom.packageId, adjustment: 2, reason: 'a present' };
      const { status, body } = await studio.api.as(ana).adjust(tom, change);
      expect(status).toBe(200);
      expect(body.package).toMatchObject({ remaining: 7, granted: 5, version: 4 });
      expect(await historyOf(tom, '?kind=external')).toMatchObject([
        {
          amount: 0,
          balanceAfter: 5,
          reason: 'A usage was removed in the legacy system; its session was given back',
        },
      ]);
      const rows = (await logOf(studio)).filter(({ package_id: id }) => id === tom.packageId);
      expect(rows.slice(-2)).toMatchObject([
        { action: 'balance.external', actor_role: 'legacy', code: 'usages_removed' },
        { action: 'balance.adjusted', actor_role: 'coach' },
      ]);
    });

    it('is booked once, and its day can be used again', async () => {
      const tom = await removal();
      expect(await studio.app.get(ReconciliationRun).reconcileAll()).toBe(1);
      expect(await studio.app.get(ReconciliationRun).reconcileAll()).toBe(0);
      const { text, holds } = await studio.app.get(VerifyService).verify();
      expect(holds, text).toBe(true);
      const { status, body } = await uses(tom);
      expect(status).toBe(201);
      expect(body.package).toMatchObject({ remaining: 4, version: 4 });
    });

    it('leaves later changes as they are', async () => {
      const tom = await removal();
      await studio.app.get(ReconciliationRun).reconcileAll();
      await givesBack(tom, 3);
      expect(await studio.app.get(ReconciliationRun).reconcileAll()).toBe(1);
      expect(await historyOf(tom, '?kind=external')).toMatchObject([
        { amount: 3, balanceAfter: 8 },
        { amount: 0, balanceAfter: 5 },
      ]);
    });
  });

  it('is booked, a removal and what came after it, one after another', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const { body } = await uses(tom);
    await deletes(tom, body.usage.id);
    await takesSession(tom);
    await givesBack(tom, 2);
    expect(await studio.app.get(ReconciliationRun).reconcileAll()).toBe(3);
    const rows = (await logOf(studio)).filter(({ package_id: id }) => id === tom.packageId);
    expect(rows.slice(-3)).toMatchObject([
      { action: 'balance.external', after: { remaining: 5 } },
      { action: 'balance.external', after: { remaining: 7 } },
      { action: 'session.deducted', after: { remaining: 6 } },
    ]);
  });

  it('is booked where it gave nothing back, and what it gives back later too', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const { body } = await uses(tom);
    await studio.sql('DELETE FROM coach_usage_history WHERE id = ?', [body.usage.id]);
    expect((await studio.app.get(VerifyService).verify()).holds).toBe(false);
    expect(await studio.app.get(ReconciliationRun).reconcileAll()).toBe(2);
    expect((await studio.app.get(VerifyService).verify()).holds).toBe(true);
    await givesBack(tom);
    expect(await studio.app.get(ReconciliationRun).reconcileAll()).toBe(1);
  });

  it('opens the books of a package that it sold', async () => {
    const tom = await studio.given.member();
    await studio.sql(
      `INSERT INTO coach_member_list (coach_id, member_id, status, coach_approval,
         staff_approval, requested_at, remaining_sessions, rate_type)
       VALUES (?, ?, 'active', 'approved', 'approved', '2026-03-09 08:00:00', 12, 'package')`,
      [ana.id, tom.id],
    );
    const { status, body } = await studio.api.as(ana).startWorkout(tom);
    expect(status).toBe(201);
    expect(body.package).toMatchObject({ remaining: 11, granted: 12, version: 2 });
    const { data } = (await studio.api.as(ana).history(tom)).body;
    expect(data).toMatchObject([
      { kind: 'automatic', balanceAfter: 11 },
      { kind: 'grant', amount: 12, balanceAfter: 12, createdAt: '2026-03-09T08:00:00.000Z' },
    ]);
  });
});
