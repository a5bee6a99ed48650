import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import '../support/matchers.js';
import { everyPage } from '../support/pages.js';
import { openStudio, type Studio } from '../support/studio.js';

const NAMES = ['Zoe Adams', 'Ana Silva', 'Ben Silva', 'Ana Silva', 'Chi Nguyen', 'Percy 100%'];

interface Row {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
}

describe('the list of coaches', () => {
  let studio: Studio;
  let admin: Api;
  const coaches: TestPerson[] = [];

  beforeAll(async () => {
    studio = await openStudio();
    const { given, api } = studio;
    admin = api.as(await given.admin());
    for (const name of NAMES) coaches.push(await given.coach(name));
    await given.member({ name: 'Mia Silva' });
    await given.person('staff', 'Sam Silva');
  });
  afterAll(() => studio.close());

  async function namesOf(query = ''): Promise<string[]> {
    const { status, body, text } = await admin.get(`/coaches${query}`);
    expect(status, text).toBe(200);
    return body.data.map((row: Row) => `${row.firstName} ${row.lastName}`);
  }

  it('is sorted by last name, first name and age, and holds coaches only', async () => {
    const sorted = ['Percy 100%', 'Zoe Adams', 'Chi Nguyen', 'Ana Silva', 'Ana Silva', 'Ben Silva'];
    expect(await namesOf()).toEqual(sorted);
    const { body } = await admin.get('/coaches?search=ana');
    const anas = coaches.filter(({ name }) => name === 'Ana Silva').map(({ id }) => id);
    expect(body.data.map((row: Row) => row.id)).toEqual(anas);
    expect(body.nextCursor).toBeNull();
  });

  it('says who they are, and no more', async () => {
    const [zoe] = coaches;
    const { body } = await admin.get('/coaches?search=zoe');
    expect(body.data).toEqual([
      { id: zoe?.id, firstName: 'Zoe', lastName: 'Adams', email: zoe?.email },
    ]);
  });

  it('comes in pages that hold every coach once, in the same order', async () => {
    const whole = (await admin.get('/coaches?limit=100')).body.data as Row[];
    for (const limit of [1, 2, 5, NAMES.length]) {
      expect(await everyPage<Row>(admin, '/coaches?', limit)).toEqual(whole);
    }
    const silvas = (await admin.get('/coaches?search=silva')).body.data as Row[];
    expect(await everyPage<Row>(admin, '/coaches?search=silva', 1)).toEqual(silvas);
  });

  it.each([
    ['a part of a name', 'silv', ['Ana Silva', 'Ana Silva', 'Ben Silva']],
    ['several words', 'silva ben', ['Ben Silva']],
    ['a name with signs', '100%', ['Percy 100%']],
    ['what would be SQL', "' OR '1'='1", []],
  ])('finds %s', async (_, words, names) => {
    expect(await namesOf(`?search=${encodeURIComponent(words)}`)).toEqual(names);
  });

  it('is for staff, too, and for nobody else', async () => {
    const { given, api } = studio;
    expect((await api.as(await given.staff()).get('/coaches')).body.data).toHaveLength(6);
    for (const person of [...coaches.slice(0, 1), await given.member()]) {
      expect(await api.as(person).get('/coaches')).toBeProblem('forbidden');
    }
    expect(await api.get('/coaches')).toBeProblem('not_signed_in');
  });

  it.each([
    ['limit=0', 'limit'],
    ['coachId=3', 'coachId'],
    [`search=${'x'.repeat(101)}`, 'search'],
    ['cursor=nonsense', 'cursor'],
    [`cursor=${Buffer.from('[1,"a","b",1]').toString('base64url')}`, 'cursor'],
  ])('refuses ?%s', async (query, field) => {
    const answer = await admin.get(`/coaches?${query}`);
    expect(answer).toBeProblem('validation_failed');
    expect(answer.body.errors[0]).toMatchObject({ in: 'query', field });
  });
});
