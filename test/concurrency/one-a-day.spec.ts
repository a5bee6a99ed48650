import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import { lastActivityId, Recorder } from '../support/recorder.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { openStudios, type Studios } from '../support/studios.js';

const ROUNDS = size({ ci: 20, full: 1_000 });
const AT_ONCE = 32;

interface Round {
  readonly ana: TestPerson;
  readonly staff: TestPerson;
  readonly tom: GivenMember;
}

describe('one deduction a member, coach and studio day', { timeout: SIZED_TIMEOUT_MS }, () => {
  let studio: Studios;

  beforeAll(async () => {
    studio = await openStudios();
  });
  afterAll(() => studio.close());

  /** A member with two packages of the same coach, of 5 sessions each. */
  async function givenRound(): Promise<Round> {
    const { given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    await given.package(tom, { coach: ana, remaining: 5, expiresInDays: 30 });
    return { ana, tom, staff: await given.staff() };
  }

  async function balanceOf({ tom, ana }: Round): Promise<number> {
    const { body } = await studio.api.as(ana).member(tom);
    return body.packages.reduce(
      (sum: number, one: { remaining: number }) => sum + one.remaining,
      0,
    );
  }

  async function activeUsagesOf({ tom }: Round): Promise<number> {
    const rows = await studio.sql(
      `SELECT id FROM coach_usage_history
        WHERE member_id = ? AND usage_date = '2026-03-10' AND active_slot = 1`,
      [tom.id],
    );
    return rows.length;
  }

  async function atOnce(send: (index: number) => Promise<Answer>): Promise<Recorder> {
    const recorder = new Recorder();
    const requests = Array.from({ length: AT_ONCE }, (_, index) => send(index));
    await Promise.all(requests.map((one, index) => recorder.mutation(`request ${index}`, one)));
    expect(recorder.failures).toEqual([]);
    return recorder;
  }

  it(`takes one session of ${AT_ONCE} workouts started at once, ${ROUNDS} times`, async () => {
    for (let count = 0; count < ROUNDS; count += 1) {
      const round = await givenRound();
      const sinceId = await lastActivityId(studio.sql);

      const recorder = await atOnce(() => studio.anyAs(round.tom).startWorkout(round.tom));

      expect(recorder.statuses).toEqual({ 200: AT_ONCE - 1, 201: 1 });
      for (const { answer } of recorder.answers.filter(
        ({ answer: { status } }) => status === 200,
      )) {
        expect(answer.body).toMatchObject({ deducted: false, reason: 'already_used_today' });
      }
      expect(await balanceOf(round)).toBe(9);
      expect(await activeUsagesOf(round)).toBe(1);
      expect(await recorder.differences(studio.sql, sinceId)).toEqual([]);
      expect(await lastActivityId(studio.sql)).toBe(sinceId + 1);
    }
  });

  it('takes one session whoever starts the workout, and with or without a coach', async () => {
    for (let count = 0; count < ROUNDS; count += 1) {
      const round = await givenRound();
      const { tom, ana, staff } = round;
      const callers = [tom, ana, staff];

      const recorder = await atOnce((index) => {
        const caller = callers[index % callers.length] ?? tom;
        const body = index % 2 === 0 ? {} : { coachId: ana.id };
        return studio.anyAs(caller).startWorkout(tom, body);
      });

      expect(recorder.statuses).toEqual({ 200: AT_ONCE - 1, 201: 1 });
      expect(await balanceOf(round)).toBe(9);
      expect(await activeUsagesOf(round)).toBe(1);
    }
  });

  it('takes one session of workouts and manual usages, from either package, at once', async () => {
    for (let count = 0; count < ROUNDS; count += 1) {
      const round = await givenRound();
      const { tom, ana, staff } = round;
      const sinceId = await lastActivityId(studio.sql);

      const recorder = await atOnce((index) => {
        if (index % 4 === 0) return studio.anyAs(tom).startWorkout(tom);
        if (index % 4 === 1) return studio.anyAs(staff).startWorkout(tom, { coachId: ana.id });
        if (index % 4 === 2) return studio.anyAs(ana).addUsage(tom, { reason: 'forgot the phone' });
        return studio.anyAs(staff).addUsage(tom, { packageId: tom.packageId });
      });

      const codes = recorder.answers.map(({ answer }) => answer.body.code ?? answer.body.reason);
      expect(recorder.statuses[201]).toBe(1);
      expect(new Set(codes.filter((code) => code && code !== 'forgot the phone'))).toEqual(
        new Set(['already_used_today', 'already_used_on_date']),
      );
      expect(await balanceOf(round)).toBe(9);
      expect(await activeUsagesOf(round)).toBe(1);
      expect(await recorder.differences(studio.sql, sinceId)).toEqual([]);
    }
  });

  it('gives further sessions at once a place of the day each, and nine at most', async () => {
    const round = await givenRound();
    const { tom, ana } = round;
    await studio.given.package(tom, { coach: ana, remaining: 20 });
    const sinceId = await lastActivityId(studio.sql);

    const recorder = await atOnce(() =>
      studio.anyAs(ana).addUsage(tom, { again: true, reason: 'more' }),
    );

    expect(recorder.statuses).toEqual({ 201: 9, 409: AT_ONCE - 9 });
    expect(await balanceOf(round)).toBe(21);
    const slots = await studio.sql<{ slot: number }>(
      `SELECT active_slot AS slot FROM coach_usage_history
        WHERE member_id = ? AND active_slot IS NOT NULL ORDER BY active_slot`,
      [tom.id],
    );
    expect(slots.map(({ slot }) => slot)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await recorder.differences(studio.sql, sinceId)).toEqual([]);
  });

  it('gives an undone session back once, of many undos at once', async () => {
    const round = await givenRound();
    const { body } = await studio.api.as(round.tom).startWorkout(round.tom);
    const sinceId = await lastActivityId(studio.sql);

    const recorder = await atOnce(() => studio.anyAs(round.ana).undo(round.tom, body.usage.id));

    expect(recorder.statuses).toEqual({ 200: 1, 409: AT_ONCE - 1 });
    expect(await balanceOf(round)).toBe(10);
    expect(await activeUsagesOf(round)).toBe(0);
    expect(await recorder.differences(studio.sql, sinceId)).toEqual([]);
  });

  it('takes the last session once, of many days used up at once', async () => {
    const ana = await studio.given.coach();
    const tom = await studio.given.member({ coach: ana, remaining: 1 });

    const recorder = await atOnce((index) => {
      const usageDate = new Date(Date.UTC(2026, 1, index + 1)).toISOString().slice(0, 10);
      return studio.anyAs(ana).addUsage(tom, { usageDate });
    });

    expect(recorder.statuses).toEqual({ 201: 1, 409: AT_ONCE - 1 });
    expect((await studio.api.as(ana).member(tom)).body.packages[0].remaining).toBe(0);
  });

  it('takes no more further sessions than are left, of many at once', async () => {
    const ana = await studio.given.coach();
    const tom = await studio.given.member({ coach: ana, remaining: 3 });

    const recorder = await atOnce(() =>
      studio.anyAs(ana).addUsage(tom, { again: true, reason: 'more' }),
    );

    expect(recorder.statuses).toEqual({ 201: 3, 409: AT_ONCE - 3 });
    expect((await studio.api.as(ana).member(tom)).body.packages[0].remaining).toBe(0);
  });

  it('leaves books that add up', async () => {
    expect(await violations(studio.sql)).toEqual([]);
  });
});
