import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import '../support/matchers.js';
import type { GivenMember } from '../support/given.js';
import { openStudio, type Studio } from '../support/studio.js';

interface Row {
  readonly id: number;
  readonly at: string;
  readonly action: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly memberId: number | null;
  readonly packageId: number | null;
  readonly actor: { id: number | null; name: string | null; role: string };
}

interface NamedRow extends Row {
  readonly memberName: string | null;
  readonly coachId: number | null;
  readonly coachName: string | null;
}

describe('the activity log', () => {
  let studio: Studio;
  let admin: Api;
  let staff: TestPerson;
  let ana: TestPerson;
  let tom: GivenMember;
  let kim: GivenMember;

  beforeAll(async () => {
    // Midnight in Kiritimati is at 10:00 UTC of the day before.
    studio = await openStudio({ timeZone: 'Pacific/Kiritimati', now: '2026-03-10T09:00:00Z' });
    const { api, given, clock } = studio;
    admin = api.as(await given.admin());
    [staff, ana] = [await given.staff(), await given.coach('Ana Silva')];
    tom = await given.member({ coach: ana, remaining: 2 });
    kim = await given.member({ coach: ana, remaining: 2 });
    const { body } = await api.as(tom).startWorkout(tom);
    clock.advance({ hours: 2 });
    await api.as(ana).undo(tom, body.usage.id, { reason: 'only said hello' });
    await api.as(ana).undo(tom, body.usage.id);
    clock.advance({ days: 1 });
    await api.as(staff).adjust(kim, { adjustment: -3, reason: 'too many' });
    await api.as(staff).adjust(kim, { adjustment: 3, reason: 'a present' });
  });
  afterAll(() => studio.close());

  async function rowsOf(query = '', api = admin): Promise<Row[]> {
    const answer = await api.activity(query);
    expect(answer.status, answer.text).toBe(200);
    return answer.body.data as Row[];
  }

  const wordsOf = (rows: Row[]) => rows.map((row) => `${row.action} ${row.code ?? row.outcome}`);

  it('is read newest first', async () => {
    expect(wordsOf(await rowsOf())).toEqual([
      'balance.adjusted done',
      'balance.adjusted balance_below_zero',
      'session.undone already_undone',
      'session.undone done',
      'session.deducted done',
      'package.granted done',
      'package.granted done',
    ]);
  });

  it('says who did what to whom, when, from where and why', async () => {
    const [row] = (await admin.activity('?action=session.undone&outcome=done')).body.data;
    expect(row).toEqual({
      id: expect.any(Number),
      at: '2026-03-10T11:00:00.000Z',
      action: 'session.undone',
      outcome: 'done',
      actor: { id: ana.id, name: 'Ana Silva', role: 'coach' },
      memberId: tom.id,
      memberName: tom.name,
      coachId: ana.id,
      coachName: 'Ana Silva',
      packageId: tom.packageId,
      usageId: expect.any(Number),
      reason: 'only said hello',
      reasonCode: null,
      code: null,
      before: { version: 2, remaining: 1, status: 'active' },
      after: { version: 3, remaining: 2, status: 'active' },
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
      repetitions: null,
      hidden: [],
      ip: '127.0.0.1',
    });
  });

  it('names the member and the coach of every row, and nobody where there is none', async () => {
    const rows = (await admin.activity('?limit=100')).body.data as NamedRow[];
    const people = new Map([tom, kim, ana].map(({ id, name }) => [id, name]));
    for (const row of rows) {
      expect(row.memberName).toBe(row.memberId && people.get(row.memberId));
      expect(row.coachName).toBe(row.coachId && people.get(row.coachId));
    }
    expect(rows.filter(({ memberName }) => memberName === kim.name)).toHaveLength(3);
    expect(new Set(rows.map(({ coachName }) => coachName))).toEqual(new Set(['Ana Silva', null]));
  });

  it('says of a refusal what was tried, and no before and after', async () => {
    const [row] = (await admin.activity('?outcome=refused')).body.data;
    expect(row).toMatchObject({
      action: 'balance.adjusted',
      outcome: 'refused',
      actor: { id: staff.id, role: 'staff' },
      memberId: kim.id,
      code: 'balance_below_zero',
      before: null,
      after: null,
    });
  });

  it('takes over the trace that a caller sends', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${trace}-00f067aa0ba902b7-01`;
    const body = { firstName: 'Tess', lastName: 'Trace', email: 'tess@example.com' };
    const answer = await admin.post('/members', body, { headers: { traceparent } });
    expect(answer.headers.get('x-request-id')).toBe(trace);
    const [row] = (await admin.activity('?action=member.created')).body.data;
    expect(row).toMatchObject({ requestId: trace, memberId: answer.body.id });
  });

  describe('is filtered', () => {
    it('by member, package and actor', async () => {
      expect(wordsOf(await rowsOf(`?memberId=${kim.id}`))).toHaveLength(3);
      const ofPackage = await rowsOf(`?packageId=${tom.packageId}`);
      expect(wordsOf(ofPackage)).toEqual([
        'session.undone done',
        'session.deducted done',
        'package.granted done',
      ]);
      expect(wordsOf(await rowsOf(`?actorId=${tom.id}`))).toEqual(['session.deducted done']);
      expect(await rowsOf('?memberId=2147483647')).toEqual([]);
    });

    it('by action and outcome', async () => {
      expect(wordsOf(await rowsOf('?action=balance.adjusted'))).toHaveLength(2);
      expect(wordsOf(await rowsOf('?outcome=refused'))).toEqual([
        'balance.adjusted balance_below_zero',
        'session.undone already_undone',
      ]);
      expect(await rowsOf('?outcome=failed')).toEqual([]);
      expect(await rowsOf(`?memberId=${tom.id}&action=balance.adjusted`)).toEqual([]);
    });

    it('by studio days, both included', async () => {
      const onTom = `?memberId=${tom.id}`;
      expect(wordsOf(await rowsOf(`${onTom}&to=2026-03-10`))).toEqual([
        'session.deducted done',
        'package.granted done',
      ]);
      expect(wordsOf(await rowsOf(`${onTom}&from=2026-03-11&to=2026-03-11`))).toEqual([
        'session.undone already_undone',
        'session.undone done',
      ]);
      expect(await rowsOf(`${onTom}&from=2026-03-12`)).toEqual([]);
      expect(await rowsOf(`${onTom}&from=2026-03-12&to=2026-03-01`)).toEqual([]);
    });
  });

  it('comes in pages that hold every row once, while others go on writing', async () => {
    const all = await rowsOf('?limit=100');
    for (const limit of [1, 2, 3]) {
      const ids: number[] = [];
      let cursor: string | null = null;
      do {
        const more: string = cursor === null ? '' : `&cursor=${cursor}`;
        const { body } = await admin.activity(`?limit=${limit}${more}`);
        ids.push(...(body.data as Row[]).map((row) => row.id));
        cursor = body.nextCursor;
        await studio.api.as(staff).adjust(kim, { adjustment: 1, reason: 'meanwhile' });
      } while (cursor !== null && ids.length < 100);
      expect(ids.slice(-all.length)).toEqual(all.map((row) => row.id));
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('shows coaches only what concerns their own packages of a shared member', async () => {
    const ben = await studio.given.coach();
    await studio.given.package(kim, { coach: ben, remaining: 4 });
    const bens = await rowsOf(`?memberId=${kim.id}`, studio.api.as(ben));
    expect(bens.filter((row) => row.outcome === 'done')).toMatchObject([
      { action: 'package.granted' },
    ]);
  });

  it('is not for members, and not for nobody', async () => {
    expect(await studio.api.as(tom).activity()).toBeProblem('forbidden');
    expect(await studio.api.activity()).toBeProblem('not_signed_in');
  });

  it.each([
    ['memberId=0', 'memberId'],
    ['packageId=one', 'packageId'],
    ['actorId=2147483648', 'actorId'],
    ['action=session.invented', 'action'],
    ['outcome=good', 'outcome'],
    ['from=2026-02-30', 'from'],
    ['to=tomorrow', 'to'],
    ['limit=101', 'limit'],
    ['cursor=e30', 'cursor'],
    ['order=asc', 'order'],
  ])('refuses ?%s', async (query, field) => {
    const answer = await admin.activity(`?${query}`);
    expect(answer).toBeProblem('validation_failed');
    expect(answer.body.errors[0]).toMatchObject({ in: 'query', field });
  });
});
