import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, TestPerson } from '../support/api.js';
import { expectRefusal, logged, logOf } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { packageRow } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

const TUESDAY_NOON = '2026-03-10T12:00:00Z';
const MEMBERS = '/api/v1/members/:memberId';

interface Cast {
  readonly ana: TestPerson;
  readonly tom: GivenMember;
  /** A usage of 9 March. */
  readonly usageId: number;
}

/** What the log keeps of a package. */
interface Books {
  readonly version: number;
  readonly remaining: number;
  readonly status: string;
}

interface Operation {
  readonly action: string;
  readonly route: string;
  readonly status: number;
  readonly by: number;
  readonly reason: string | null;
  readonly run: (studio: Studio, person: TestPerson, cast: Cast) => Promise<Answer>;
}

const OPERATIONS: Operation[] = [
  {
    action: 'session.deducted',
    route: `${MEMBERS}/workouts`,
    status: 201,
    by: -1,
    reason: null,
    run: ({ api }, person, { tom }) => api.as(person).startWorkout(tom),
  },
  {
    action: 'session.used',
    route: `${MEMBERS}/sessions`,
    status: 201,
    by: -1,
    reason: 'Forgot the phone',
    run: ({ api }, person, { tom }) => api.as(person).addUsage(tom, { reason: 'Forgot the phone' }),
  },
  {
    action: 'session.undone',
    route: `${MEMBERS}/sessions/:usageId/undo`,
    status: 200,
    by: 1,
    reason: 'Only said hello',
    run: ({ api }, person, { tom, usageId }) =>
      api.as(person).undo(tom, usageId, { reason: 'Only said hello' }),
  },
  {
    action: 'balance.adjusted',
    route: `${MEMBERS}/adjustments`,
    status: 200,
    by: -3,
    reason: 'Counted wrong',
    run: ({ api }, person, { tom }) =>
      api.as(person).adjust(tom, { adjustment: -3, reason: 'Counted wrong' }),
  },
];

describe('the activity log of sessions', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set(TUESDAY_NOON));
  afterAll(() => studio.close());

  /** Tom has 9 of 10 sessions left; his package is at version 2. */
  async function cast(): Promise<Cast> {
    const { api, given } = studio;
    const ana = await given.coach('Ana Silva');
    const tom = await given.member({ coach: ana, remaining: 10 });
    const { usage } = (await api.as(ana).addUsage(tom, { usageDate: '2026-03-09' })).body;
    return { ana, tom, usageId: usage.id };
  }

  describe.each(OPERATIONS)('$action', ({ action, route, status, by, reason, run }) => {
    it('adds one row: who, what, before, after, why and from where', async () => {
      const people = await cast();
      const { ana, tom } = people;

      const { answer, rows } = await logged(studio, () => run(studio, ana, people));

      expect(answer.status).toBe(status);
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        action,
        outcome: 'done',
        actor_id: ana.id,
        actor_role: 'coach',
        member_id: tom.id,
        coach_id: ana.id,
        package_id: tom.packageId,
        usage_id: answer.body.usage.id,
        before: { version: 2, remaining: 9, status: 'active' },
        after: { version: 3, remaining: 9 + by, status: 'active' },
        reason,
        code: null,
        method: 'POST',
        route,
        status,
        request_id: answer.headers.get('x-request-id'),
        ip: '127.0.0.1',
      });
      const stored = await packageRow(studio, tom.packageId);
      expect(stored).toEqual(rows[0]?.after);
      expect(answer.body.package).toMatchObject({ version: 3, remaining: 9 + by });
    });

    it('can be read by the coach, with the actor’s name', async () => {
      const people = await cast();
      const staff = await studio.given.person('staff', 'Kim Park');
      const answer = await run(studio, staff, people);
      const log = await studio.api.as(people.ana).activity(`?memberId=${people.tom.id}&limit=1`);
      expect(log.body.data[0]).toMatchObject({
        at: '2026-03-10T12:00:00.000Z',
        action,
        outcome: 'done',
        actor: { id: staff.id, name: 'Kim Park', role: 'staff' },
        memberId: people.tom.id,
        packageId: people.tom.packageId,
        usageId: answer.body.usage.id,
        before: { version: 2, remaining: 9 },
        after: { version: 3, remaining: 9 + by },
        reason,
        // Another's; the coach has no use for it.
        requestId: null,
      });
    });

    it('of a coach who is not the member’s adds one refused row, and changes nothing', async () => {
      const people = await cast();
      const eve = await studio.given.coach();
      await expectRefusal(studio, 'not_your_member', () => run(studio, eve, people));
      const refused = (await logOf(studio)).at(-1);
      expect(refused).toMatchObject({
        action,
        outcome: 'refused',
        actor_id: eve.id,
        actor_role: 'coach',
        member_id: people.tom.id,
        code: 'not_your_member',
        method: 'POST',
        route,
        status: 403,
      });
      // Neither the member's coach nor anybody else could mistake it for a change.
      const done = (await logOf(studio)).filter((row) => row.actor_id === eve.id);
      expect(done.map((row) => row.outcome)).toEqual(['refused']);
    });

    it('of a member who does not exist adds one refused row', async () => {
      const people = await cast();
      const staff = await studio.given.staff();
      const missing = { ...people, tom: { ...people.tom, id: 999_999 } };
      await expectRefusal(studio, 'member_not_found', () => run(studio, staff, missing));
      expect((await logOf(studio)).at(-1)).toMatchObject({ action, member_id: 999_999 });
    });
  });

  it('chains every change of a package by its version', async () => {
    const { api, clock } = studio;
    const { ana, tom, usageId } = await cast();
    await api.as(tom).startWorkout(tom);
    await api.as(ana).adjust(tom, { adjustment: -8, reason: 'Counted wrong' });
    await api.as(ana).undo(tom, usageId);
    clock.advance({ days: 1 });
    await api.as(tom).startWorkout(tom);

    const rows = (await logOf(studio)).filter(
      (row) => row.package_id === tom.packageId && row.outcome === 'done',
    );

    expect(rows.map((row) => row.after)).toMatchObject([
      { version: 1, remaining: 10, status: 'active' },
      { version: 2, remaining: 9, status: 'active' },
      { version: 3, remaining: 8, status: 'active' },
      { version: 4, remaining: 0, status: 'expired' },
      { version: 5, remaining: 1, status: 'active' },
      { version: 6, remaining: 0, status: 'expired' },
    ]);
    expect(rows[0]?.before).toBeNull();
    for (const [index, row] of rows.slice(1).entries()) {
      const { version, remaining, status } = rows[index]?.after as Books;
      expect(row.before).toEqual({ version, remaining, status });
    }
  });

  it('takes over the caller’s trace id', async () => {
    const { api } = studio;
    const { ana, tom } = await cast();
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01` };
    const { rows } = await logged(studio, () => api.as(ana).startWorkout(tom, {}, { headers }));
    expect(rows.map((row) => row.request_id)).toEqual([trace]);
  });

  it('names the usage that an undo was refused for', async () => {
    const { api } = studio;
    const { ana, tom, usageId } = await cast();
    await api.as(ana).undo(tom, usageId);
    await expectRefusal(studio, 'already_undone', () => api.as(ana).undo(tom, usageId));
    expect((await logOf(studio)).at(-1)).toMatchObject({
      action: 'session.undone',
      member_id: tom.id,
      usage_id: usageId,
    });
  });
});
