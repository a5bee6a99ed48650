import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { booksOf, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { COACH_API, expectSaid, OldApp, PAGE } from '../support/old-app.js';
import { disconnect, packageRow } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

/** What was wrong with the PHP scripts, each with the proof that it is not so any more. */
describe('faults of the old scripts that are gone', () => {
  let studio: Studio;
  let oldApp: OldApp;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio();
    oldApp = new OldApp(studio.api);
    ana = await studio.given.coach();
  });
  beforeEach(() => studio.clock.set('2026-03-10T12:00:00Z'));
  afterAll(() => studio.close());

  const deduct = async (tom: TestPerson) => (await oldApp.as(tom).deduct(tom, ana)).body;
  const available = async (tom: TestPerson) => {
    const pair = { user_id: tom.id, coach_id: ana.id };
    return (await oldApp.as(tom).get(COACH_API, 'check-session-availability', pair)).body.data;
  };
  const historyOf = async (tom: TestPerson) =>
    (await oldApp.as(ana).history(tom)).body.data.history;
  const undo = (tom: TestPerson, usageId: number) => oldApp.as(ana).undo(tom, usageId);
  const add = (tom: TestPerson) =>
    oldApp.as(ana).post(PAGE, 'add-session-usage', { member_id: tom.id, coach_id: ana.id });
  const adjust = (tom: TestPerson, adjustment: number) =>
    oldApp.as(ana).post(PAGE, 'adjust-session-count', { member_id: tom.id, adjustment });
  const remaining = async ({ packageId }: GivenMember) =>
    (await packageRow(studio, packageId))?.remaining;

  async function trained(tom: GivenMember): Promise<number> {
    await deduct(tom);
    return (await historyOf(tom))[0].id;
  }

  it('undo left no trace: it keeps the row, with who and when', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const usageId = await trained(tom);
    expect((await undo(tom, usageId)).status).toBe(200);
    const { data } = (await studio.api.as(ana).history(tom)).body;
    expect(data[0]).toMatchObject({
      id: usageId,
      undone: { at: '2026-03-10T12:00:00.000Z', by: { id: ana.id } },
    });
    const { rows } = await logged(studio, () => undo(tom, usageId));
    expect(rows).toMatchObject([{ usage_id: usageId, outcome: 'refused' }]);
  });

  it('undo could not say "already undone": it does, and gives nothing back twice', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const usageId = await trained(tom);
    await undo(tom, usageId);
    expectSaid(await undo(tom, usageId), 409, 'Session usage has already been undone');
    expect(await remaining(tom)).toBe(5);
  });

  it('two requests at once lost updates: every correction counts', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const amounts = [1, 2, 3, -1, 4, 5, -2, 6];
    const answers = await Promise.all(amounts.map((amount) => adjust(tom, amount)));
    expect(answers.map(({ status }) => status)).toEqual(amounts.map(() => 200));
    expect(await remaining(tom)).toBe(23);
    const counts = answers.map(({ body }) => body.data as Record<string, number>);
    const steps = counts.map((one) => (one.new_session_count ?? 0) - (one.previous_count ?? 0));
    expect(steps).toEqual(amounts);
  });

  it('two requests at once took two sessions: one is taken', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => deduct(tom)));
    expect(answers.filter((body) => body.already_used_today === false)).toHaveLength(1);
    expect(answers.filter((body) => body.already_used_today === true)).toHaveLength(7);
    expect(await remaining(tom)).toBe(4);
  });

  it('two requests at once undid one usage twice: it comes back once', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const usageId = await trained(tom);
    const answers = await Promise.all(Array.from({ length: 6 }, () => undo(tom, usageId)));
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([200, 409, 409, 409, 409, 409]);
    expect(await remaining(tom)).toBe(5);
  });

  it('after a soft undo the day stayed blocked: it is free for a manual usage', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    await undo(tom, await trained(tom));
    const again = await add(tom);
    expect(again.body.data).toEqual({ remaining_sessions: 4, usage_date: '2026-03-10' });
    await undo(tom, (await historyOf(tom))[0].id);
    expect((await add(tom)).status).toBe(200);
    expectSaid(await add(tom), 400, 'Session already used on this date');
  });

  it('a drained package could not be topped up: it can, and works again', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 1 });
    await deduct(tom);
    expect(await packageRow(studio, tom.packageId)).toMatchObject({ status: 'expired' });
    const { body } = await adjust(tom, 5);
    expect(body.data).toMatchObject({ new_session_count: 5, adjustment: 5, previous_count: 0 });
    expect(await packageRow(studio, tom.packageId)).toMatchObject({ status: 'active' });
    studio.clock.advance({ days: 1 });
    expect(await deduct(tom)).toMatchObject({ success: true, already_used_today: false });
  });

  it('two packages of one pair gave two sessions a day: one is taken', async () => {
    const { given, clock } = studio;
    const tom = await given.member({ coach: ana, remaining: 1, expiresInDays: 5 });
    const second = await given.package(tom, { coach: ana, remaining: 8 });
    expect(await deduct(tom)).toMatchObject({ already_used_today: false, remaining_sessions: 8 });
    expect(await remaining(tom)).toBe(0);
    clock.advance({ hours: 8 });
    expect(await deduct(tom)).toMatchObject({ already_used_today: true, remaining_sessions: 8 });
    expectSaid(await add(tom), 400, 'Session already used on this date');
    expect(await packageRow(studio, second.id)).toMatchObject({ remaining: 8 });
  });

  describe('where the activity log cannot be written', () => {
    let tom: GivenMember;
    let usedId: number;
    // In advance, because that is logged, too.
    beforeAll(async () => {
      tom = await studio.given.member({ coach: ana, remaining: 5 });
      const used = await studio.api.as(ana).addUsage(tom, { usageDate: '2026-03-09' });
      usedId = used.body.usage.id;
    });

    beforeEach(async () => {
      await studio.sql('ALTER TABLE admin_activity_log RENAME TO hidden_log');
      return async () => {
        await studio.sql('ALTER TABLE hidden_log RENAME TO admin_activity_log');
      };
    });

    it('changes were made without it: none is; no database error is shown', async () => {
      const before = await booksOf(studio);
      const pair = { member_id: tom.id, coach_id: ana.id };
      const app = oldApp.as(ana);
      for (const answer of [
        await app.post(PAGE, 'adjust-session-count', { ...pair, adjustment: 3 }),
        await app.post(PAGE, 'undo-session-usage', { ...pair, usage_id: usedId }),
        await app.post(PAGE, 'add-session-usage', { ...pair, usage_date: '2026-03-08' }),
        await app.post(COACH_API, 'deduct-session', pair),
      ]) {
        expectSaid(answer, 500, 'Something went wrong on our side.');
      }
      expect(await booksOf(studio)).toEqual(before);
    });
  });

  it('the history was unbounded: it ends after the newest hundred', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const values = Array.from({ length: 130 }, (_, day) => {
      const at = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
      return `(${tom.packageId}, '${at}', '${at} 10:00:00.000')`;
    });
    await studio.sql(
      `INSERT INTO coach_usage_history (coach_member_id, usage_date, created_at)
       VALUES ${values.join(', ')}`,
    );
    const days = (await historyOf(tom)).map((row: { usage_date: string }) => row.usage_date);
    expect(days).toHaveLength(100);
    expect([days[0], days[99]]).toEqual(['2025-05-10', '2025-01-31']);
    expect(days).toEqual(days.toSorted().toReversed());
  });

  it('"today" was the server’s date: it is the studio’s', async () => {
    const { given, clock } = studio;
    const tom = await given.member({ coach: ana, remaining: 5 });
    // 23:30 in Berlin, and half an hour later, when the date in UTC is still the same.
    clock.set('2026-03-10T22:30:00Z');
    expect(await deduct(tom)).toMatchObject({ already_used_today: false });
    clock.set('2026-03-10T23:00:00Z');
    expect((await available(tom)).reason).toBe('Session package active (4 sessions)');
    expect(await deduct(tom)).toMatchObject({ already_used_today: false, remaining_sessions: 3 });
    const uma = await given.member({ coach: ana, remaining: 5 });
    expect((await add(uma)).body.data.usage_date).toBe('2026-03-11');
    expect(await historyOf(tom)).toMatchObject([
      { usage_date: '2026-03-11', created_at: '2026-03-11 00:00:00' },
      { usage_date: '2026-03-10', created_at: '2026-03-10 23:30:00' },
    ]);
  });

  it('availability was granted by any old row: useless ones give none', async () => {
    const { given } = studio;
    const options = { coach: ana, expiresInDays: 60 };
    const drained = await given.member({ ...options, remaining: 0 });
    const ended = await given.member({ ...options });
    await disconnect(studio, { id: ended.packageId, memberId: ended.id });
    const unapproved = await given.member({ ...options, approvals: { staff: 'pending' } });
    const rejected = await given.member({ ...options, approvals: { coach: 'rejected' } });
    for (const [tom, subscription_type] of [
      [drained, 'expired'],
      [ended, 'none'],
      [unapproved, 'none'],
      [rejected, 'none'],
    ] as const) {
      expect(await available(tom)).toMatchObject({
        can_start_workout: false,
        remaining_sessions: 0,
        subscription_type,
      });
    }
  });

  it('the workout of the last session could not be opened again that day: it can', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 1 });
    await deduct(tom);
    studio.clock.advance({ hours: 3 });
    expect(await available(tom)).toMatchObject({ can_start_workout: true, remaining_sessions: 0 });
    expect(await deduct(tom)).toEqual({
      success: true,
      message: 'Session already used today',
      remaining_sessions: 0,
      already_used_today: true,
    });
    studio.clock.advance({ days: 1 });
    expect((await available(tom)).can_start_workout).toBe(false);
    expect(await deduct(tom)).toEqual({
      success: false,
      message: 'No sessions remaining in package',
    });
  });

  it('the next workout start cancelled an undo: it takes nothing, and says so', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    await undo(tom, await trained(tom));
    const before = await booksOf(studio);
    expect(await deduct(tom)).toEqual({
      success: true,
      message: 'No session taken: the session of today was given back',
      remaining_sessions: 5,
      already_used_today: true,
    });
    expect((await available(tom)).reason).toMatch(/given back/);
    expect(await booksOf(studio)).toEqual(before);
    studio.clock.advance({ days: 1 });
    expect(await deduct(tom)).toMatchObject({ already_used_today: false });
  });
});
