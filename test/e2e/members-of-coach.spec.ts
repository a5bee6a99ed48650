import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('the list of members as a coach sees it', () => {
  let studio: Studio;
  let ana: TestPerson;
  let ben: TestPerson;
  let staff: Api;

  beforeAll(async () => {
    studio = await openStudio();
    const { given, api } = studio;
    [ana, ben, staff] = [await given.coach(), await given.coach(), api.as(await given.staff())];
    await given.member({ name: 'Tom Anas', coach: ana, remaining: 5 });
    await given.member({ name: 'Uma Bens', coach: ben, remaining: 2 });
    const kim = await given.member({ name: 'Kim Shared', coach: ana, remaining: 2 });
    await given.package(kim, { coach: ben, remaining: 7 });
    await api.as(ben).startWorkout(kim);
    const pending = { coach: 'approved', staff: 'pending' };
    await given.member({ name: 'Pat Pending', coach: ana, approvals: pending });
  });
  afterAll(() => studio.close());

  const QUERIES = ['', '&search=kim', '&balance=low', '&order=attention', '&attention=low'];

  it.each(QUERIES)('is what the coach gets, with ?coachId=…%s', async (query) => {
    for (const coach of [ana, ben]) {
      const own = await studio.api.as(coach).get(`/members?limit=100${query}`);
      const seen = await staff.get(`/members?limit=100&coachId=${coach.id}${query}`);
      expect(own.body.data).not.toEqual([]);
      expect(seen.body).toEqual(own.body);
      const named = await studio.api.as(coach).get(`/members?coachId=${coach.id}${query}`);
      expect(named.body.data).toEqual(own.body.data);
      for (const row of own.body.data as { packages: { coachId: number }[] }[]) {
        expect(row.packages.filter(({ coachId }) => coachId !== coach.id)).toEqual([]);
      }
    }
  });

  it.each(QUERIES)('is refused to another coach, with ?coachId=…%s', async (query) => {
    const answer = await studio.api.as(ben).get(`/members?coachId=${ana.id}${query}`);
    expect(answer).toBeProblem('forbidden');
    const nobody = await studio.api.as(ben).get(`/members?coachId=2000000001${query}`);
    expect(nobody).toBeProblem('forbidden');
    expect(nobody.body.detail).toBe(answer.body.detail);
  });

  it('is empty for a coach who is none', async () => {
    const tom = await studio.given.member();
    for (const id of [tom.id, 2_000_000_001]) {
      const { body } = await staff.get(`/members?coachId=${id}`);
      expect(body).toEqual({ data: [], nextCursor: null });
    }
  });
});
