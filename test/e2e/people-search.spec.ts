import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PersonNames } from '../../src/auth/person-names.service.js';
import type { Api, TestPerson } from '../support/api.js';
import '../support/matchers.js';
import { everyPage } from '../support/pages.js';
import { trafficOf } from '../support/traffic.js';
import { openStudio, type Studio } from '../support/studio.js';

/** Names, and how they are typed. Each way finds these, and nobody else of all. */
const TYPED: readonly (readonly [first: string, last: string, ways: readonly string[]])[] = [
  ['Sean', "O'Connor", ["O'Connor", 'o’connor', 'oconnor', 'o connor', 'connor sean', 'o´con']],
  [
    'Søren',
    'Åström',
    ['Søren', 'soren', 'SOEREN', 'Åström', 'astrom', 'aastroem', 'A\u030astro\u0308m'],
  ],
  ['Zoë', 'Müller', ['zoe', 'ZOË', 'Müller', 'MULLER', 'mueller', 'mu\u0308l', 'zoe mull']],
  ['Łukasz', 'Żak', ['lukasz', 'Łukasz', 'ŁUK', 'zak', 'Żak', 'zak lukasz']],
  ['Jürgen', 'Groß', ['juergen', 'jurgen', 'Groß', 'gross', 'GROẞ', 'gros']],
  ['María José', 'Núñez', ['nunez', 'NÚÑEZ', 'maria jose', 'mariajose', 'jose nunez']],
  [
    'Anne-Marie',
    'D’Angelo',
    ['anne-marie', 'annemarie', 'anne marie', 'dangelo', "d'ang", 'angelo'],
  ],
  ['Þórður', 'Ægisson', ['thordur', 'Þórður', 'aegisson', 'Ægis']],
  ['İlkay', 'Işık', ['ilkay', 'İLKAY', 'isik', 'Işık']],
  ['Đorđe', 'Petrović', ['dorde', 'Đorđe', 'petrovic', 'PETROVIĆ']],
  ['Nguyễn', 'Thị Hoà', ['nguyen', 'NGUYỄN', 'thi hoa', 'thihoa']],
  [
    'Jan',
    'van der Linden',
    ['van der linden', 'vanderlinden', 'linden', 'VAN-DER-LINDEN', 'linden jan'],
  ],
  ['Ana', 'de la Cruz', ['delacruz', 'de la cruz', 'cruz']],
  ['François', 'Lefèvre', ['francois', 'FRANÇOIS', 'lefevre', 'lefèvre']],
  ['Dvořák', 'Čapek', ['dvorak', 'DVOŘÁK', 'capek', 'Čap']],
  ['Ελένη', 'Παπαδάκης', ['ελενη', 'ΕΛΈΝΗ', 'παπαδακης', 'ΠΑΠΑΔΆΚΗΣ']],
  ['Фёдор', 'Соловьёв', ['федор', 'ФЁДОР', 'соловьев']],
  ['王', '小明', ['王', '小', '小明 王']],
  ['Bjørn', 'Ødegård', ['bjorn', 'bjoern', 'odegard', 'oedegaard', 'Ødegård']],
  ['Smith-Jones', 'Keane', ['smith jones', 'smithjones', 'jones', 'smith-j']],
  ['Œdipe', 'Lécuyer', ['oedipe', 'Œdipe', 'lecuyer']],
  ['Kaʻiulani', 'Makoa', ['kaiulani', "ka'iulani", 'kaʻi']],
  ['Ħamrun', 'Borg', ['hamrun', 'Ħamrun', 'borg']],
  ['Ștefan', 'Țepeș', ['stefan', 'ȘTEFAN', 'tepes']],
  ['Ágnes', 'Kőszegi', ['agnes', 'ÁGNES', 'koszegi']],
  ['Mac‐Gregor', 'Ian', ['macgregor', 'mac-gregor', 'mac gregor']],
  ['ﬁona', 'Walsh', ['fiona', 'FIONA', 'walsh']],
  ['Yo-Yo', 'Ma', ['yo-yo', 'yoyo', 'yo yo ma']],
  ['Joel', 'Samuels', ['joel', 'samuels', 'Samu']],
  ['Jolanda', 'Manuela', ['jolanda', 'manuela', 'jola']],
];

describe('people are found however they are typed', () => {
  let studio: Studio;
  let admin: Api;

  beforeAll(async () => {
    studio = await openStudio();
    admin = studio.api.as(await studio.given.admin());
    for (const [firstName, lastName] of TYPED) {
      const email = `m${TYPED.findIndex((one) => one[1] === lastName)}@example.com`;
      const answer = await admin.post('/members', { firstName, lastName, email });
      expect(answer.status, answer.text).toBe(201);
    }
  });
  afterAll(() => studio.close());

  it.each(TYPED)('%s %s', async (firstName, lastName, ways) => {
    for (const way of ways) {
      for (const list of ['members', 'people']) {
        const { body } = await admin.get(`/${list}?search=${encodeURIComponent(way)}`);
        const found = (body as { data: { firstName: string; lastName: string }[] }).data;
        const names = found.map((one) => [one.firstName, one.lastName]);
        expect(names, `${list}: ${way}`).toEqual([[firstName, lastName]]);
      }
    }
  });
});

describe('a search', () => {
  let studio: Studio;
  let admin: Api;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio();
    admin = studio.api.as(await studio.given.admin());
    ana = await studio.given.coach('Ana Silva');
  });
  afterAll(() => studio.close());

  interface Row {
    readonly id: number;
    readonly firstName: string;
    readonly lastName: string;
  }
  const namesOf = (rows: readonly Row[]) => rows.map((row) => `${row.firstName} ${row.lastName}`);

  it('has beginnings of names first, then other words, then addresses', async () => {
    const people = [
      ['Zoe', 'Bar Lee', 'c1@example.com'],
      ['Xena', 'Leonard', 'c2@example.com'],
      ['Lea', 'Zimmer', 'c3@example.com'],
      ['Adam', 'Abel', 'lea.c4@example.com'],
      ['Cara', 'Domain', 'c5@lemon.example.com'],
      ['Äbby', 'van Leyden', 'c6@example.com'],
      ['Lewis', 'Åberg', 'c7@example.com'],
    ];
    for (const [firstName, lastName, email] of people) {
      const { body } = await admin.post('/members', { firstName, lastName, email });
      await studio.given.package({ id: body.id }, { coach: ana, remaining: 3 });
    }
    const found = ['Lewis Åberg', 'Xena Leonard', 'Lea Zimmer', 'Zoe Bar Lee', 'Äbby van Leyden'];
    const all = [...found, 'Adam Abel'];
    for (const api of [admin, studio.api.as(ana)]) {
      for (const more of ['', '&order=attention', '&attention=low']) {
        for (const limit of [1, 2, 100]) {
          const rows = await everyPage<Row>(api, `/members?search=le${more}`, limit);
          expect(namesOf(rows), `${more} ${limit}`).toEqual(all);
        }
      }
    }
    const people2 = await everyPage<Row>(admin, '/people?search=le&role=member', 2);
    expect(namesOf(people2)).toEqual(all);
    const sorted = ['Adam Abel', 'Lewis Åberg', 'Zoe Bar Lee', 'Cara Domain', 'Xena Leonard'];
    sorted.push('Äbby van Leyden', 'Lea Zimmer');
    for (const list of ['/members?', '/people?role=member&']) {
      expect(namesOf(await everyPage<Row>(admin, list, 2))).toEqual(sorted);
    }
  });

  it('leaves nobody out whom PHP has just added, and folds them once', async () => {
    const eve = await studio.given.member({ name: 'Eve Sudden', coach: ana });
    for (const [api, url] of [
      [admin, '/members?search=sudden'],
      [studio.api.as(ana), '/members?search=sudden'],
    ] as const) {
      expect((await api.get(url)).body.data.map(({ id }: Row) => id)).toEqual([eve.id]);
    }
    const ida = await studio.given.coach('Ida Sudden');
    expect(namesOf((await admin.get('/coaches')).body.data)).toContain('Ida Sudden');
    const joe = await studio.given.member({ name: 'Joe Sudden' });
    const { body } = await admin.get('/people?search=sudden');
    expect((body.data as Row[]).map(({ id }) => id)).toEqual([eve.id, ida.id, joe.id]);
    const { messages } = await trafficOf(studio, () => admin.get('/people?search=sudden'));
    expect(messages.flat().filter((sql) => /INSERT INTO .?coach_person/.test(sql))).toEqual([]);
  });

  it('of everybody folds all names once, where nobody’s ever were', async () => {
    await studio.sql('DELETE FROM coach_person_name');
    await studio.sql('DELETE FROM coach_person_order');
    const other = await openStudio({ databaseUrl: studio.databaseUrl });
    try {
      const api = other.api.as(await other.given.admin());
      const lists = await Promise.all([1, 2, 3].map(() => api.get('/members?search=le')));
      for (const { body } of lists) expect(body.data).toHaveLength(6);
      await other.app.get(PersonNames).followPhp(() => false);
    } finally {
      await other.close();
    }
  });

  it('takes no cursor of another order', async () => {
    const { body } = await admin.get('/members?search=le&limit=1');
    for (const url of ['/members?', '/members?order=attention&', '/people?', '/coaches?']) {
      const answer = await admin.get(`${url}cursor=${body.nextCursor}`);
      expect(answer).toBeProblem('validation_failed');
    }
  });
});
