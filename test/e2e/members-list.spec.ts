import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

const NAMES = [
  ...['Tom Baker', 'Ann Baker', 'Zed Abbot', 'Uma Müller', 'Ida Mueller', 'Bo O’Neil'],
  ...["Al O'Neil", 'Percy 100%', 'Under Sco_re', 'Bang Yes!', 'Back Sl\\ash', 'Quo "Te"'],
  ...['Björk Ødegård', 'Tennis 🎾', 'Tom Baker'],
];

describe('the list of members', () => {
  let studio: Studio;
  let admin: Api;
  let ana: TestPerson;
  let ben: TestPerson;

  beforeAll(async () => {
    studio = await openStudio();
    const { given } = studio;
    [ana, ben] = [await given.coach('Ana Baker'), await given.coach()];
    admin = studio.api.as(await given.admin());
    for (const name of NAMES) await given.member({ name });
  });
  afterAll(() => studio.close());

  async function namesOf(query: string, api = admin): Promise<string[]> {
    const { status, body, text } = await api.get(`/members${query}`);
    expect(status, text).toBe(200);
    return body.data.map((row: { firstName: string; lastName: string }) => {
      return `${row.firstName} ${row.lastName}`;
    });
  }

  function search(words: string, api = admin): Promise<string[]> {
    return namesOf(`?search=${encodeURIComponent(words)}`, api);
  }

  it('is sorted by last name, first name and age, and holds members only', async () => {
    const names = await namesOf('?search=baker');
    expect(names).toEqual(['Ann Baker', 'Tom Baker', 'Tom Baker']);
    const { body } = await admin.get('/members?search=tom%20baker');
    expect(body.data[0].id).toBeLessThan(body.data[1].id);
    const all = await namesOf('?limit=100');
    const shown = all.filter((name) => /Abbot|Baker|Mueller/.test(name));
    expect(shown).toEqual(['Zed Abbot', ...names, 'Ida Mueller']);
  });

  it('comes in pages that hold everybody once, in the same order', async () => {
    const all = await admin.get('/members?limit=100');
    expect(all.body.nextCursor).toBeNull();
    expect(all.body.data).toHaveLength(NAMES.length);
    for (const limit of [1, 2, 7, NAMES.length]) {
      const ids: number[] = [];
      let cursor: string | null = null;
      do {
        const more: string = cursor === null ? '' : `&cursor=${cursor}`;
        const { body } = await admin.get(`/members?limit=${limit}${more}`);
        expect(body.data.length).toBeLessThanOrEqual(limit);
        ids.push(...body.data.map((row: { id: number }) => row.id));
        cursor = body.nextCursor;
      } while (cursor !== null);
      expect(ids).toEqual(all.body.data.map((row: { id: number }) => row.id));
    }
  });

  it.each([
    ['a part of a name', 'bake', ['Ann Baker', 'Tom Baker', 'Tom Baker']],
    ['a name in any case', 'BAKER', ['Ann Baker', 'Tom Baker', 'Tom Baker']],
    ['several words, in any order', '  baker   ann ', ['Ann Baker']],
    ['words of which one is nowhere', 'baker nobody', []],
    ['nobody by a percent sign', '%', []],
    ['nobody by an underscore', '_', []],
    ['a name in spite of signs', 'sco_re!', ['Under Sco_re']],
    ['a backslash', 'sl\\a', ['Back Sl\\ash']],
    ['an apostrophe of any shape', "o'n", ["Al O'Neil", 'Bo O’Neil']],
    ['quotation marks', '"te"', ['Quo "Te"', 'Tennis 🎾']],
    ['what would be SQL', "' OR '1'='1", []],
    ['letters beyond ASCII', 'Ødegård', ['Björk Ødegård']],
    ['letters beyond all alphabets', '🎾', ['Tennis 🎾']],
  ])('finds %s', async (_, words, names) => {
    expect(await search(words)).toEqual(names);
  });

  it('finds e-mail addresses', async () => {
    const tom = await studio.given.member({ name: 'Mail Box' });
    expect(await search(tom.email)).toEqual(['Mail Box']);
    expect(await search(`${tom.email.toUpperCase()} box`)).toEqual(['Mail Box']);
  });

  it('shows coaches the members assigned to them, and of those what is theirs', async () => {
    const { given, api } = studio;
    const kim = await given.member({ coach: ana, remaining: 5, name: 'Kim Shared' });
    await given.package(kim, { coach: ben, remaining: 7 });
    await given.member({ coach: ben, remaining: 5, name: 'Lou Bens' });
    const pending = { coach: 'approved', staff: 'pending' };
    await given.member({ coach: ana, approvals: pending, name: 'Pat Pending' });
    await api.as(ben).startWorkout(kim);

    expect(await namesOf('', api.as(ana))).toEqual(['Kim Shared']);
    expect(await search('lou', api.as(ana))).toEqual([]);
    const [mine] = (await api.as(ana).get('/members')).body.data;
    expect(mine).toMatchObject({
      packages: [{ coachId: ana.id, remaining: 5 }],
      totals: { usages: 0, activeUsages: 0 },
      usedToday: false,
    });
    const [everything] = (await admin.get('/members?search=shared')).body.data;
    expect(everything.packages).toHaveLength(2);
    expect(everything).toMatchObject({ totals: { usages: 1 }, usedToday: true });
  });

  it('shows nothing to members, and to nobody', async () => {
    const tom = await studio.given.member();
    expect(await studio.api.as(tom).get('/members')).toBeProblem('forbidden');
    expect(await studio.api.get('/members')).toBeProblem('not_signed_in');
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['balance=none', 'balance'],
    ['balance=low&balance=empty', 'balance'],
    [`search=${'x'.repeat(101)}`, 'search'],
    ['search=%00', 'search'],
    ['sort=name', 'sort'],
    ['cursor=nonsense', 'cursor'],
    [`cursor=${Buffer.from('["a","b","c"]').toString('base64url')}`, 'cursor'],
    [`cursor=${Buffer.from('["a","b",1e400]').toString('base64url')}`, 'cursor'],
    [`cursor=${'x'.repeat(501)}`, 'cursor'],
  ])('refuses ?%s', async (query, field) => {
    const answer = await admin.get(`/members?${query}`);
    expect(answer).toBeProblem('validation_failed');
    expect(answer.body.errors[0]).toMatchObject({ in: 'query', field, pointer: `/${field}` });
  });

  it('names the newest package of who has none to use, as far as the reader may see', async () => {
    const { given, api } = studio;
    const lea = await given.member({ name: 'Lea Lasting', coach: ana, remaining: 1 });
    await given.package(lea, { coach: ben, remaining: 0 });
    const lastOf = async (who: Api) => {
      const list = await who.get('/members?search=lasting');
      const one = await who.get(`/members/${lea.id}`);
      expect(one.body.lastPackage).toEqual(list.body.data[0].lastPackage);
      return one.body.lastPackage;
    };
    const byBen = await lastOf(api.as(ben));
    expect(byBen).toMatchObject({ coachId: ben.id, remaining: 0, state: 'exhausted' });
    // With Ana there is one to use.
    expect([await lastOf(api.as(ana)), await lastOf(admin)]).toEqual([null, null]);
    await api.as(lea).startWorkout(lea);
    expect(await lastOf(api.as(ana))).toMatchObject({ coachName: 'Ana Baker', remaining: 0 });
    expect(await lastOf(admin)).toEqual(byBen);
    const { body } = await admin.get('/members?search=percy');
    expect(body.data[0]).toMatchObject({ packages: [], lastPackage: null });
  });
});
