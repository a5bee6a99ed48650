import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import '../support/matchers.js';
import { disconnect } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

const TUESDAY_NOON = '2026-03-10T12:00:00Z';
const reason = 'Counted wrong';

describe('the session info of a member', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set(TUESDAY_NOON));
  afterAll(() => studio.close());

  it('is all there is to know of somebody new', async () => {
    const { api, given } = studio;
    const tom = await given.member({ name: 'Tom Baker' });
    const answer = await api.as(tom).member(tom);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      id: tom.id,
      firstName: 'Tom',
      lastName: 'Baker',
      email: tom.email,
      phone: null,
      ...{ packages: [], lastPackage: null, payment: null },
      attention: [],
      totals: { usages: 0, activeUsages: 0, undoneUsages: 0, adjustments: 0 },
      usedToday: false,
      lastActivityAt: null,
    });
  });

  it('describes each package', async () => {
    const { api, given } = studio;
    const ana = await given.coach('Ana Silva');
    const tom = await given.member({ coach: ana, remaining: 8, expiresInDays: 30 });
    await api.as(tom).startWorkout(tom);
    const { packages } = (await api.as(ana).member(tom)).body;
    expect(packages).toEqual([
      {
        id: tom.packageId,
        memberId: tom.id,
        coachId: ana.id,
        coachName: 'Ana Silva',
        rateType: 'package',
        state: 'active',
        remaining: 7,
        granted: 8,
        expiresAt: '2026-04-09T12:00:00.000Z',
        requestedAt: '2026-03-10T12:00:00.000Z',
        approvals: { coach: 'approved', staff: 'approved' },
        ...{ sale: null, payment: null, transfer: null, freeze: null },
        version: 2,
      },
    ]);
  });

  it('derives every state of a package, newest first', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const tom = await given.member();
    const give = async (more: object) => given.package(tom, { coach: ana, remaining: 3, ...more });
    const expected = new Map<number, string>();
    const expectState = (state: string, { id }: { id: number }) => expected.set(id, state);
    expectState('active', await give({}));
    expectState('active', await give({ expiresInDays: 3 }));
    expectState('expired', await give({ expiresInDays: 2 }));
    expectState('expired', await give({ expiresInDays: 1, remaining: 0 }));
    expectState('exhausted', await give({ remaining: 0 }));
    expectState('exhausted', await give({ remaining: 0, expiresInDays: 30 }));
    expectState('pending', await give({ approvals: { coach: 'pending' } }));
    expectState('pending', await give({ approvals: { staff: 'pending' }, expiresInDays: 1 }));
    expectState('disconnected', await give({ approvals: { staff: 'rejected' } }));
    expectState('disconnected', await disconnect(studio, await give({})));
    expectState('disconnected', await disconnect(studio, await give({ remaining: 0 })));
    expectState('active', await give({ rateType: 'monthly' }));
    expectState('expired', await give({ rateType: 'per_session', expiresInDays: 1 }));
    clock.advance({ days: 2 });

    const { packages } = (await api.as(tom).member(tom)).body;

    const states = packages.map((one: { id: number; state: string }) => [one.id, one.state]);
    expect(states).toEqual([...expected].toReversed());
  });

  it('does not guess a state from the legacy status', async () => {
    const { api, given, sql } = studio;
    const tom = await given.member({ coach: await given.coach(), remaining: 3 });
    const legacyStatus = async (status: string) => {
      await sql('UPDATE coach_member_list SET status = ? WHERE id = ?', [status, tom.packageId]);
      return (await api.as(tom).member(tom)).body.packages[0].state;
    };
    expect(await legacyStatus('expired')).toBe('active');
    expect(await legacyStatus('disconnected')).toBe('disconnected');
    expect(await legacyStatus('active')).toBe('active');
    await sql('UPDATE coach_member_list SET remaining_sessions = 0 WHERE id = ?', [tom.packageId]);
    expect(await legacyStatus('active')).toBe('exhausted');
  });

  it('shows no balance where nothing is counted', async () => {
    const { api, given } = studio;
    const tom = await given.member({ coach: await given.coach(), rateType: 'monthly' });
    const [one] = (await api.as(tom).member(tom)).body.packages;
    expect(one).toMatchObject({ rateType: 'monthly', remaining: null, granted: null });
  });

  it('adds up usages, undone ones and adjustments; grants are none', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 10 });
    const first = (await api.as(ana).addUsage(tom, { usageDate: '2026-03-08' })).body.usage;
    await api.as(ana).addUsage(tom, { usageDate: '2026-03-09' });
    await api.as(tom).startWorkout(tom);
    await api.as(ana).undo(tom, first.id);
    await api.as(ana).adjust(tom, { adjustment: 4, reason });
    await api.as(ana).adjust(tom, { adjustment: -7, reason });

    const { totals, packages } = (await api.as(tom).member(tom)).body;

    expect(totals).toEqual({ usages: 3, activeUsages: 2, undoneUsages: 1, adjustments: -3 });
    expect(packages[0]).toMatchObject({ granted: 10, remaining: 10 - 3 - 2 });
  });

  it('says whether a session was used today', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana });
    const usedToday = async () => (await api.as(tom).member(tom)).body.usedToday;
    await api.as(ana).addUsage(tom, { usageDate: '2026-03-09' });
    await api.as(ana).adjust(tom, { adjustment: 1, reason });
    expect(await usedToday()).toBe(false);
    const { usage } = (await api.as(tom).startWorkout(tom)).body;
    expect(await usedToday()).toBe(true);
    clock.set('2026-03-10T22:59:59Z'); // The last second of the day in Berlin.
    expect(await usedToday()).toBe(true);
    clock.set('2026-03-10T23:00:00Z');
    expect(await usedToday()).toBe(false);
    clock.set(TUESDAY_NOON);
    await api.as(ana).undo(tom, usage.id);
    expect(await usedToday()).toBe(false);
  });

  it('says when something last happened, undoing included', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana });
    const lastActivity = async () => (await api.as(tom).member(tom)).body.lastActivityAt;
    expect(await lastActivity()).toBe('2026-03-10T12:00:00.000Z');
    clock.set('2026-03-11T10:00:00Z');
    const { usage } = (await api.as(ana).addUsage(tom, { usageDate: '2026-03-01' })).body;
    expect(await lastActivity()).toBe('2026-03-11T10:00:00.000Z');
    clock.set('2026-03-12T10:00:00Z');
    await api.as(ana).adjust(tom, { adjustment: 1, reason });
    expect(await lastActivity()).toBe('2026-03-12T10:00:00.000Z');
    clock.set('2026-03-13T10:00:00Z');
    await api.as(ana).undo(tom, usage.id);
    expect(await lastActivity()).toBe('2026-03-13T10:00:00.000Z');
  });

  it('shows a coach the packages with themselves, and what these add up to', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const ben = await given.coach();
    const tom = await given.member({ coach: ana });
    const withBen = await given.package(tom, { coach: ben });
    await api.as(ana).adjust(tom, { adjustment: 2, reason });
    clock.advance({ hours: 1 });
    await api.as(ben).startWorkout(tom);

    const seen = async (person: typeof ana) => {
      const { packages, ...rest } = (await api.as(person).member(tom)).body;
      return { ids: packages.map((one: { id: number }) => one.id), ...rest };
    };

    expect(await seen(ana)).toMatchObject({
      ids: [tom.packageId],
      totals: { usages: 0, activeUsages: 0, undoneUsages: 0, adjustments: 2 },
      usedToday: false,
      lastActivityAt: '2026-03-10T12:00:00.000Z',
    });
    expect(await seen(ben)).toMatchObject({
      ids: [withBen.id],
      totals: { usages: 1, activeUsages: 1, undoneUsages: 0, adjustments: 0 },
      usedToday: true,
      lastActivityAt: '2026-03-10T13:00:00.000Z',
    });
    for (const person of [tom, await given.staff(), await given.admin()]) {
      expect(await seen(person)).toMatchObject({
        ids: [withBen.id, tom.packageId],
        totals: { usages: 1, activeUsages: 1, undoneUsages: 0, adjustments: 2 },
        usedToday: true,
        lastActivityAt: '2026-03-10T13:00:00.000Z',
      });
    }
  });

  it('is shown to the member, the coach, staff and admins only', async () => {
    const { api, given } = studio;
    const tom = await given.member({ coach: await given.coach() });
    for (const stranger of [await given.coach(), await given.member()]) {
      expect(await api.as(stranger).member(tom)).toBeProblem('not_your_member');
      expect(await api.as(stranger).member({ id: 999_999 })).toBeProblem('not_your_member');
    }
    const staff = await given.staff();
    expect(await api.as(staff).member({ id: 999_999 })).toBeProblem('member_not_found');
    expect(await api.as(staff).member(staff)).toBeProblem('member_not_found');
    expect(await api.member(tom)).toBeProblem('not_signed_in');
  });

  it('stays open to the coach of a drained or expired package, not of an ended one', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const drained = await given.member({ coach: ana, remaining: 0 });
    const late = await given.member({ coach: ana, expiresInDays: 1 });
    const pending = await given.member({ coach: ana, approvals: { coach: 'pending' } });
    const ended = await given.member({ coach: ana });
    await disconnect(studio, { id: ended.packageId, memberId: ended.id });
    clock.advance({ days: 2 });
    for (const member of [drained, late]) {
      expect((await api.as(ana).member(member)).status).toBe(200);
    }
    for (const member of [pending, ended]) {
      expect(await api.as(ana).member(member)).toBeProblem('not_your_member');
    }
  });
});
