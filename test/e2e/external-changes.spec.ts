import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ExternalBookings } from '../../src/members/external-bookings.service.js';
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
    await studio.app.get(ExternalBookings).bookAll();
    const { text, holds } = await studio.app.get(VerifyService).verify();
    expect(holds, text).toBe(true);
    expect(await studio.app.get(ExternalBookings).bookAll()).toBe(0);
  });

  async function takesSession({ packageId }: GivenMember, day = TODAY): Promise<void> {
    await studio.sql(
      'UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1 WHERE id = ?',
      [packageId],
    );
    await studio.sql(
      `INSERT INTO coach_session_usage (coach_member_id, usage_date, created_at)
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
    expect(await studio.app.get(ExternalBookings).bookAll()).toBe(2);
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
      await studio.app.get(ExternalBookings).bookAll();
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
