import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import '../support/matchers.js';
import type { GivenMember } from '../support/given.js';
import { changePackage } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

interface Week {
  readonly from: string;
  readonly automatic: number;
  readonly manual: number;
  readonly undone: number;
}

describe('the overview', () => {
  let studio: Studio;
  let ana: TestPerson;
  let admin: Api;

  beforeAll(async () => {
    // A Tuesday: the week has begun the day before.
    studio = await openStudio({ now: '2026-03-10T12:00:00Z' });
    ana = await studio.given.coach();
    admin = studio.api.as(await studio.given.admin());
  });
  afterAll(() => studio.close());

  async function overview(query = '', api = admin) {
    const { status, body, text } = await api.get(`/overview${query}`);
    expect(status, text).toBe(200);
    return body;
  }

  /** The weeks of one coach in which anything happened, as `Monday automatic manual undone`. */
  async function weeksOf(coach: TestPerson, query = ''): Promise<string[]> {
    const { weeks } = await overview(`?coachId=${coach.id}${query}`);
    return (weeks as Week[])
      .map(({ from, automatic, manual, undone }) => ({ from, counts: [automatic, manual, undone] }))
      .filter(({ counts }) => counts.some((count) => count > 0))
      .map(({ from, counts }) => [from, ...counts].join(' '));
  }

  it('has every week up to this one, and every number, where nothing has happened', async () => {
    const empty = await overview(`?coachId=${ana.id}`);
    expect(Object.keys(empty)).toEqual([
      'today',
      'weeks',
      'members',
      'lowBalance',
      'balances',
      'expiring',
    ]);
    expect(empty.today).toBe('2026-03-10');
    expect(empty.weeks).toHaveLength(12);
    expect(empty.weeks[0]).toEqual({ from: '2025-12-22', automatic: 0, manual: 0, undone: 0 });
    expect(empty.weeks.at(-1)).toEqual({ from: '2026-03-09', automatic: 0, manual: 0, undone: 0 });
    expect(empty.members).toEqual({ all: 0, empty: 0, low: 0, expiring: 0, waiting: 0 });
    const numbers = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(empty.balances).toEqual(numbers.map((remaining) => ({ remaining, members: 0 })));
    expect(empty.expiring).toHaveLength(8);
    expect(empty.expiring[0]).toEqual({ from: '2026-03-09', packages: 0, sessions: 0 });
    expect(empty.expiring.at(-1)).toEqual({ from: '2026-04-27', packages: 0, sessions: 0 });
  });

  it.each([
    [1, '2026-03-09'],
    [2, '2026-03-02'],
    [53, '2025-03-10'],
  ])('has %i weeks where they are asked for', async (count, first) => {
    const { weeks } = await overview(`?weeks=${count}`);
    const mondays = (weeks as Week[]).map(({ from }) => from);
    expect([mondays.length, mondays[0], mondays.at(-1)]).toEqual([count, first, '2026-03-09']);
    expect(mondays).toEqual(mondays.toSorted());
  });

  it('counts sessions by the week of their day, from Monday to Sunday', async () => {
    const { given, api } = studio;
    const bea = await given.coach();
    const tom = await given.member({ coach: bea, remaining: 20 });
    await api.as(tom).startWorkout(tom);
    for (const usageDate of ['2026-03-09', '2026-03-08', '2026-03-02', '2026-03-01']) {
      expect((await api.as(bea).addUsage(tom, { usageDate })).status).toBe(201);
    }
    expect(await weeksOf(bea)).toEqual([
      '2026-02-23 0 1 0',
      '2026-03-02 0 2 0',
      '2026-03-09 1 1 0',
    ]);
    expect(await weeksOf(bea, '&weeks=1')).toEqual(['2026-03-09 1 1 0']);
  });

  it('counts what was undone apart, and neither sales nor corrections', async () => {
    const { given, api } = studio;
    const bea = await given.coach();
    const tom = await given.member({ coach: bea, remaining: 20 });
    const used = await api.as(tom).startWorkout(tom);
    const added = await api.as(bea).addUsage(tom, { usageDate: '2026-03-04' });
    await api.as(bea).adjust(tom, { adjustment: 3, reason: 'a present' });
    expect(await weeksOf(bea)).toEqual(['2026-03-02 0 1 0', '2026-03-09 1 0 0']);
    await api.as(bea).undo(tom, used.body.usage.id);
    await api.as(bea).undo(tom, added.body.usage.id);
    expect(await weeksOf(bea)).toEqual(['2026-03-02 0 0 1', '2026-03-09 0 0 1']);
  });

  it('counts what the old system took as automatic, before and after it is booked', async () => {
    const { given, api } = studio;
    const bea = await given.coach();
    const tom = await given.member({ coach: bea, remaining: 20 });
    const second = await given.package(tom, { coach: bea, remaining: 7 });
    await api.as(bea).addUsage(tom, { usageDate: '2026-03-04', packageId: tom.packageId });
    // One on a day of its own, and one on a day that had its session from another package.
    await takenByPhp(second.id, '2026-03-03');
    await takenByPhp(second.id, '2026-03-04');
    expect(await weeksOf(bea)).toEqual(['2026-03-02 2 1 0']);
    const more = { adjustment: 1, reason: 'books it', packageId: second.id };
    expect((await api.as(bea).adjust(tom, more)).status).toBe(200);
    const kinds = await studio.sql<{ kind: string }>(
      `SELECT adjustment_type AS kind FROM coach_usage_history
        WHERE coach_member_id = ? AND usage_date IS NOT NULL ORDER BY usage_date`,
      [second.id],
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(['automatic', 'external']);
    expect(await weeksOf(bea)).toEqual(['2026-03-02 2 1 0']);
  });

  async function takenByPhp(packageId: number, day: string): Promise<void> {
    await studio.sql(
      'INSERT INTO coach_usage_history (coach_member_id, usage_date, created_at) VALUES (?, ?, ?)',
      [packageId, day, `${day} 12:00:00`],
    );
    await studio.sql(
      'UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1 WHERE id = ?',
      [packageId],
    );
  }

  it('counts members by what they have left, if they live on that alone', async () => {
    const { given } = studio;
    const bea = await given.coach();
    for (const remaining of [0, 0, 1, 3, 9, 10]) await given.member({ coach: bea, remaining });
    const two = await given.member({ coach: bea, remaining: 2 });
    await given.package(two, { coach: bea, remaining: 1 });
    const both = await given.member({ coach: bea, remaining: 4 });
    await given.package(both, { coach: bea, rateType: 'monthly' });
    await given.member({ coach: bea, rateType: 'monthly' });
    const { members, balances } = await overview(`?coachId=${bea.id}`);
    expect(members).toMatchObject({ all: 9, empty: 2, low: 3 });
    const counts = (balances as { members: number }[]).map((balance) => balance.members);
    expect(counts).toEqual([2, 1, 0, 2, 0, 0, 0, 0, 0, 1]);
  });

  it('counts packages by the studio week of their last day', async () => {
    const { given } = studio;
    const bea = await given.coach();
    const ending = async (expiresAt: string, remaining: number) => {
      const tom: GivenMember = await given.member({ coach: bea, remaining });
      await changePackage(studio, { id: tom.packageId, memberId: tom.id }, { expiresAt });
      return tom;
    };
    // Midnights in Berlin, in winter and in summer: with them a day ends, and nothing begins.
    await ending('2026-03-10T12:00:01Z', 1);
    await ending('2026-03-15T22:59:59Z', 2);
    await ending('2026-03-15T23:00:00Z', 4);
    await ending('2026-03-15T23:00:01Z', 128);
    await ending('2026-03-29T21:59:59Z', 8);
    await ending('2026-03-29T22:00:00Z', 16);
    await ending('2026-05-03T21:59:59Z', 32);
    await ending('2026-05-03T22:00:00Z', 64);
    await ending('2026-05-03T22:00:01Z', 256);
    await ending('2026-03-12T12:00:00Z', 0);
    await given.member({ coach: bea, rateType: 'monthly', expiresInDays: 7 });
    const gone = await ending('2026-03-12T12:00:00Z', 5);
    await given.package(gone, { coach: bea });
    const one = { id: gone.packageId, memberId: gone.id };
    await changePackage(studio, one, { disconnected: true });

    const { expiring } = await overview(`?coachId=${bea.id}`);
    expect(expiring).toEqual([
      { from: '2026-03-09', packages: 3, sessions: 7 },
      { from: '2026-03-16', packages: 2, sessions: 128 },
      { from: '2026-03-23', packages: 2, sessions: 24 },
      { from: '2026-03-30', packages: 0, sessions: 0 },
      { from: '2026-04-06', packages: 0, sessions: 0 },
      { from: '2026-04-13', packages: 0, sessions: 0 },
      { from: '2026-04-20', packages: 0, sessions: 0 },
      { from: '2026-04-27', packages: 2, sessions: 96 },
    ]);
  });

  it.each([
    ['weeks=0', 'weeks'],
    ['weeks=54', 'weeks'],
    ['weeks=twelve', 'weeks'],
    ['coachId=0', 'coachId'],
    ['limit=5', 'limit'],
  ])('refuses ?%s', async (query, field) => {
    const answer = await admin.get(`/overview?${query}`);
    expect(answer).toBeProblem('validation_failed');
    expect(answer.body.errors[0]).toMatchObject({ in: 'query', field });
  });
});

it('many overviews at once wait for the same connection, and not for each other', async () => {
  const studio = await openStudio({ env: { DATABASE_POOL_SIZE: '1' } });
  const admin = studio.api.as(await studio.given.admin());
  const answers = await Promise.all(Array.from({ length: 8 }, async () => admin.get('/overview')));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  await studio.close();
});
