import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { violations } from '../support/laws.js';
import { lastActivityId, Recorder } from '../support/recorder.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { openStudios, type Studios } from '../support/studios.js';

const ROUNDS = size({ ci: 4, full: 100 });
const AT_ONCE = 32;
const reason = 'at once';

describe('transfers at once', { timeout: SIZED_TIMEOUT_MS }, () => {
  let studio: Studios;
  let ana: TestPerson;
  let max: TestPerson;
  let staff: TestPerson;

  beforeAll(async () => {
    studio = await openStudios();
    const { given } = studio;
    [ana, max] = [await given.coach(), await given.coach()];
    staff = await given.staff();
  });
  afterAll(() => studio.close());

  const leftOf = async ({ id }: { id: number }) => {
    const { body } = await studio.api.as(staff).get(`/members/${id}/packages`);
    const packages = body.data as { remaining: number }[];
    return packages.reduce((sum, { remaining }) => sum + remaining, 0);
  };

  it('take no session twice, and lose none', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [tom, petra] = [
        await studio.given.member({ coach: ana, remaining: 10 }),
        await studio.given.member(),
      ];
      const path = `/members/${tom.id}/packages/${tom.packageId}/transfer`;
      const sinceId = await lastActivityId(studio.sql);
      const recorder = new Recorder();
      const requests = Array.from({ length: AT_ONCE }, (_, n) => {
        const body = { toMemberId: petra.id, sessions: round % 2 === 0 ? 1 : 1 + (n % 3), reason };
        return studio.anyAs(staff).post(path, body);
      });
      await Promise.all(requests.map((answer, n) => recorder.mutation(`request ${n}`, answer)));
      expect(recorder.failures).toEqual([]);
      const arrived = recorder.answers
        .filter(({ answer }) => answer.status === 201)
        .reduce((sum, { answer }) => sum + Number(answer.body.sessions), 0);
      expect(arrived).toBe(10);
      expect(await Promise.all([leftOf(tom), leftOf(petra)])).toEqual([0, 10]);
      expect(await recorder.differences(studio.sql, sinceId)).toEqual([]);
    }
  });

  it('that cross each other, with workouts between, all come to an end', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const pair = [
        await studio.given.member({ coach: ana, remaining: 20 }),
        await studio.given.member({ coach: max, remaining: 20 }),
      ] as const;
      const sinceId = await lastActivityId(studio.sql);
      const recorder = new Recorder();
      const requests = Array.from({ length: AT_ONCE }, (_, n) => {
        const [from, to] = n % 2 === 0 ? pair : ([pair[1], pair[0]] as const);
        if (n % 8 > 5) return studio.anyAs(from).startWorkout(from);
        const toCoachId = (n % 4 < 2 ? ana : max).id;
        const body = { toMemberId: to.id, toCoachId, sessions: 1, reason };
        return studio
          .anyAs(staff)
          .post(`/members/${from.id}/packages/${from.packageId}/transfer`, body);
      });
      await Promise.all(requests.map((answer, n) => recorder.mutation(`request ${n}`, answer)));
      expect(recorder.failures).toEqual([]);
      expect(recorder.statuses[409] ?? 0).toBe(0);
      const used = recorder.answers.filter(({ answer }) => answer.body.deducted === true).length;
      const [a, b] = [await leftOf(pair[0]), await leftOf(pair[1])];
      expect(a + b).toBe(40 - used);
      expect(await recorder.differences(studio.sql, sinceId)).toEqual([]);
    }
  });

  it('leave books that add up', async () => {
    expect(await violations(studio.sql)).toEqual([]);
  });
});
