import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('a request', () => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;

  beforeAll(async () => {
    studio = await openStudio({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 9 });
  });
  afterAll(() => studio.close());

  it.each([
    ['GET', (id: number) => `/members/${id}?foo=1`],
    ['GET', (id: number) => `/members/${id}/packages?limit=5`],
    ['POST', (id: number) => `/members/${id}/workouts?coachId=99`],
    ['PATCH', (id: number) => `/members/${id}/packages/1?reason=x`],
  ])('with a query that %s does not read is refused, not half understood', async (method, path) => {
    const answer = await studio.api.as(ana).request(method, path(tom.id));
    expect(answer).toBeProblem('validation_failed');
    expect(answer.body.errors[0]).toMatchObject({ in: 'query' });
    expect((await studio.api.as(ana).member(tom)).body.totals.usages).toBe(0);
  });

  it('points to odd names as JSON pointers do', async () => {
    const body = { adjustment: 1, reason: 'x', 'a/b~c': 1 };
    const answer = await studio.api.as(ana).adjust(tom, body);
    expect(answer.body.errors).toContainEqual(
      expect.objectContaining({ field: 'a/b~c', pointer: '/a~1b~0c' }),
    );
  });

  it('with very many fields gets a short answer', async () => {
    const fields = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]));
    const some = await studio.api.as(ana).adjust(tom, fields(100));
    expect(some).toBeProblem('validation_failed');
    expect(some.body.errors).toHaveLength(20);
    const many = await studio.api.as(ana).adjust(tom, fields(5_000));
    expect(many).toBeProblem('validation_failed');
    expect(many.body.errors).toHaveLength(1);
    const wide = await studio.api.as(ana).adjust(tom, { reason: new Array(5_000).fill(1) });
    expect(wide.body.errors).toHaveLength(1);
  });

  it('is logged with an IP address, whatever a proxy passes on', async () => {
    const forwarded = { 'X-Forwarded-For': 'x'.repeat(300) };
    const answer = await studio.api.as(ana).startWorkout(tom, {}, { headers: forwarded });
    expect(answer.status).toBe(201);
    const honest = { 'X-Forwarded-For': '192.0.2.7' };
    const undone = await studio.api
      .as(ana)
      .undo(tom, answer.body.usage.id, {}, { headers: honest });
    expect(undone.status).toBe(200);
    const { body } = await studio.api.as(ana).activity(`?memberId=${tom.id}&limit=2`);
    expect(body.data.map((row: { ip: string }) => row.ip)).toEqual(['192.0.2.7', '127.0.0.1']);
  });
});
