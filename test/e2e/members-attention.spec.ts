import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import '../support/matchers.js';
import type { GivenMember } from '../support/given.js';
import { everyPage } from '../support/pages.js';
import { openStudio, type Studio } from '../support/studio.js';

interface Row {
  readonly id: number;
  readonly firstName: string;
  readonly attention: string[];
}

const PENDING = { coach: 'approved', staff: 'pending' };

describe('members who need attention', () => {
  let studio: Studio;
  let ana: TestPerson;
  let ben: TestPerson;
  let admin: Api;
  let shared: GivenMember;

  beforeAll(async () => {
    studio = await openStudio();
    const { given, api } = studio;
    [ana, ben, admin] = [await given.coach(), await given.coach(), api.as(await given.admin())];
    // In the order of their names, which begin with what they need.
    await given.member({ name: 'Fine A', coach: ana, remaining: 10 });
    await given.member({ name: 'Expiring B', coach: ana, remaining: 9, expiresInDays: 14 });
    await given.member({ name: 'Low C', coach: ana, remaining: 3 });
    const waiting = await given.member({ name: 'Waiting D', coach: ana, remaining: 9 });
    await given.package(waiting, { coach: ana, remaining: 5, approvals: PENDING });
    await given.member({ name: 'Empty E', coach: ana, remaining: 0 });
    await given.member({ name: 'Empty F', coach: ben, remaining: 0 });
    await given.member({ name: 'Asked G', coach: ben, remaining: 5, approvals: PENDING });
    shared = await given.member({ name: 'Shared H', coach: ana, remaining: 1, expiresInDays: 3 });
    await given.package(shared, { coach: ben, remaining: 8 });
    await given.package(shared, { coach: ben, remaining: 2, approvals: PENDING });
    await given.member({ name: 'Nothing I' });
    const over = { rateType: 'monthly', expiresInDays: 30 } as const;
    await given.member({ name: 'Monthly J', coach: ben, ...over });
  });
  afterAll(() => studio.close());

  async function listed(query: string, api = admin): Promise<Row[]> {
    const { status, body, text } = await api.get(`/members?limit=100&${query}`);
    expect(status, text).toBe(200);
    return body.data as Row[];
  }

  const namesOf = (rows: Row[]) => rows.map(({ firstName }) => firstName);

  it('are told apart in every list, by what they need, in the scope of who asks', async () => {
    const needs = async (api: Api, query = '') =>
      (await listed(query, api)).map((row) => [row.firstName, ...row.attention].join(' '));
    const { api } = studio;
    expect(await needs(admin)).toEqual([
      ...['Fine', 'Expiring expiring', 'Low low', 'Waiting waiting', 'Empty empty'],
      ...['Empty empty', 'Asked waiting', 'Shared expiring waiting', 'Nothing', 'Monthly'],
    ]);
    const anas = ['Fine', 'Expiring expiring', 'Low low', 'Waiting waiting', 'Empty empty'];
    expect(await needs(api.as(ana))).toEqual([...anas, 'Shared low expiring']);
    const bens = ['Empty empty', 'Shared waiting', 'Monthly'];
    expect(await needs(api.as(ben))).toEqual(bens);
    expect(await needs(admin, `coachId=${ben.id}`)).toEqual(bens);
  });

  it('are told apart when read alone, to the same people', async () => {
    const { api } = studio;
    const attention = async (person: TestPerson) =>
      (await api.as(person).member(shared)).body.attention as string[];
    expect(await attention(ana)).toEqual(['low', 'expiring']);
    expect(await attention(ben)).toEqual(['waiting']);
    expect(await attention(shared)).toEqual(['expiring', 'waiting']);
    expect(await attention(await studio.given.staff())).toEqual(['expiring', 'waiting']);
  });

  it.each([
    ['empty', ['Empty', 'Empty'], ['Empty']],
    ['low', ['Low'], ['Low', 'Shared']],
    ['expiring', ['Expiring', 'Shared'], ['Expiring', 'Shared']],
    ['waiting', ['Waiting', 'Asked', 'Shared'], ['Waiting']],
  ])('are found by ?attention=%s', async (kind, all, anas) => {
    expect(namesOf(await listed(`attention=${kind}`))).toEqual(all);
    expect(namesOf(await listed(`attention=${kind}`, studio.api.as(ana)))).toEqual(anas);
    expect(namesOf(await listed(`attention=${kind}&coachId=${ana.id}`))).toEqual(anas);
  });

  it('are found by both filters at once, and by a search', async () => {
    expect(namesOf(await listed('attention=expiring&balance=low'))).toEqual([]);
    const asAna = studio.api.as(ana);
    expect(namesOf(await listed('attention=expiring&balance=low', asAna))).toEqual(['Shared']);
    expect(namesOf(await listed('attention=waiting&search=shar'))).toEqual(['Shared']);
  });

  it('come first by order=attention, the most urgent before the others, then by name', async () => {
    expect(namesOf(await listed('order=attention'))).toEqual([
      ...['Empty', 'Empty', 'Low', 'Expiring', 'Shared', 'Waiting', 'Asked'],
      ...['Fine', 'Nothing', 'Monthly'],
    ]);
    expect(namesOf(await listed('order=attention', studio.api.as(ana)))).toEqual([
      ...['Empty', 'Low', 'Shared', 'Expiring', 'Waiting', 'Fine'],
    ]);
    expect(await listed('order=name')).toEqual(await listed(''));
  });

  it('come in pages that hold everybody once, in the same order', async () => {
    for (const api of [admin, studio.api.as(ana)]) {
      for (const query of ['order=attention', 'order=attention&attention=waiting', 'order=name']) {
        const whole = await listed(query, api);
        for (const limit of [1, 2, 3, whole.length]) {
          expect(await everyPage<Row>(api, `/members?${query}`, limit)).toEqual(whole);
        }
      }
    }
  });

  it('refuse a cursor of the other order', async () => {
    const cursorOf = async (order: string) =>
      (await admin.get(`/members?limit=2&order=${order}`)).body.nextCursor as string;
    const [byName, byNeed] = [await cursorOf('name'), await cursorOf('attention')];
    for (const query of [`order=attention&cursor=${byName}`, `cursor=${byNeed}`]) {
      const answer = await admin.get(`/members?${query}`);
      expect(answer).toBeProblem('validation_failed');
      expect(answer.body.errors[0]).toMatchObject({ in: 'query', field: 'cursor' });
    }
  });

  it('are forgotten when the reason is gone', async () => {
    const { given, api, clock } = studio;
    const tom = await given.member({ coach: ana, remaining: 4, expiresInDays: 15 });
    const attention = async () => (await api.as(ana).member(tom)).body.attention as string[];
    expect(await attention()).toEqual([]);
    await api.as(tom).startWorkout(tom);
    expect(await attention()).toEqual(['low']);
    clock.advance({ days: 1 });
    expect(await attention()).toEqual(['low', 'expiring']);
    await api.as(ana).adjust(tom, { adjustment: -3, reason: 'by mistake' });
    expect(await attention()).toEqual(['empty']);
    await given.package(tom, { coach: ana, remaining: 10 });
    expect(await attention()).toEqual([]);
  });
});
