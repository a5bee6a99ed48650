import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { booksOf } from '../support/expectations.js';
import { HostileStage } from '../support/hostile-stage.js';
import { NASTY_TEXTS, wrongQueryTexts, wrongValues } from '../support/hostile-values.js';
import {
  type DocumentedRoute,
  resolve,
  routesIn,
  type Schema,
  servedDocument,
} from '../support/served-document.js';

const api = await servedDocument();
const named = (route: DocumentedRoute) => [`${route.method} ${route.path}`, route] as const;
const fieldOf = (route: DocumentedRoute, field: string, schema: Schema) =>
  [`${field} of ${route.method} ${route.path}`, route, field, schema] as const;

function fieldsOf({ operation }: DocumentedRoute): [string, Schema][] {
  const schema = operation.requestBody?.content['application/json']?.schema;
  return schema ? Object.entries(resolve(api, schema).properties ?? {}) : [];
}

const queryOf = ({ operation }: DocumentedRoute) =>
  (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');

const withBody = routesIn(api).filter((route) => route.operation.requestBody);
const withFields = withBody.flatMap((route) =>
  fieldsOf(route).map(([field, schema]) => fieldOf(route, field, schema)),
);
const withQuery = routesIn(api).flatMap((route) =>
  queryOf(route).map(({ name, schema }) => fieldOf(route, name, schema)),
);

describe('input that nobody should send', () => {
  let stage: HostileStage;

  beforeAll(async () => {
    stage = await HostileStage.open(api);
  });
  afterAll(() => stage.close());

  /** The right body with one field replaced by a JSON text. */
  async function spoilt(route: DocumentedRoute, field: string, json: string): Promise<string> {
    const { body = {} } = await stage.requestOf(route);
    const others = Object.entries(body).filter(([name]) => name !== field);
    const parts = others.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
    return `{${[...parts, `${JSON.stringify(field)}:${json}`].join(',')}}`;
  }

  it('is tried on every operation that takes a body or a query', () => {
    expect(withBody.length).toBeGreaterThanOrEqual(10);
    expect(withFields.length).toBeGreaterThan(25);
    expect(withQuery.length).toBeGreaterThan(15);
  });

  it.each(withFields)('is refused as %s', async (_, route, field, schema) => {
    await stage.requestOf(route);
    const before = await booksOf(stage.studio);
    for (const json of wrongValues(api, schema)) {
      const answer = await stage.send(route, { raw: await spoilt(route, field, json) });
      stage.expectNamed(route, answer, field, `${field}: ${json.slice(0, 80)}`);
    }
    expect(await booksOf(stage.studio)).toEqual(before);
  });

  it.each(withBody.map(named))('%s refuses fields that it does not know', async (_, route) => {
    await stage.requestOf(route);
    const before = await booksOf(stage.studio);
    const strangers = ['id', 'status', 'isAdmin', 'user_type_id', '$where', 'a b', 'remaining'];
    const inherited = ['constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty'];
    for (const field of [...strangers, ...inherited, '', '0']) {
      const answer = await stage.send(route, { raw: await spoilt(route, field, '1') });
      stage.expectNamed(route, answer, field, field);
    }
    expect(await booksOf(stage.studio)).toEqual(before);
  });

  it.each(withBody.map(named))('%s takes nasty text for text', async (_, route) => {
    const texts = fieldsOf(route).filter(([, { type, enum: words, format }]) => {
      return type === 'string' && !words && !format;
    });
    for (const [field] of texts) {
      for (const text of NASTY_TEXTS) {
        const raw = await spoilt(route, field, JSON.stringify(text));
        stage.expectDocumented(route, await stage.send(route, { raw }), `${field}: ${text}`);
      }
    }
    await expectTablesIntact();
  });

  it('nasty text comes back letter by letter', async () => {
    const { api: http, given } = stage.studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana });
    for (const text of NASTY_TEXTS) {
      const answer = await http.as(ana).adjust(tom, { adjustment: 1, reason: text });
      expect(answer.body.usage?.reason).toBe(text);
    }
    const { body } = await http.as(ana).history(tom, '?kind=adjustment&limit=100');
    const reasons = (body.data as { reason: string }[]).map((row) => row.reason);
    expect(reasons.toReversed()).toEqual(NASTY_TEXTS);
  });

  it.each(withQuery)('is refused in a query as %s', async (_, route, name, schema) => {
    for (const text of wrongQueryTexts(schema)) {
      const { api: caller, method, path } = await stage.requestOf(route);
      const query = `${name}=${encodeURIComponent(text)}`;
      const answer = await caller.request(method, `${path.split('?')[0]}?${query}`);
      stage.expectNamed(route, answer, name, `${name}=${text}`);
    }
  });

  it.each(withQuery)(
    'is refused twice, or as a list or object, as %s',
    async (_, route, name, schema) => {
      const good = encodeURIComponent(`${schema.example ?? schema.enum?.[0] ?? 1}`);
      const { api: caller, method, path } = await stage.requestOf(route);
      const url = path.split('?')[0] ?? '';
      const twice = await caller.request(method, `${url}?${name}=${good}&${name}=${good}`);
      stage.expectNamed(route, twice, name, 'twice');
      for (const form of [`${name}[]`, `${name}[0]`, `${name}[$ne]`, `${name}.x`]) {
        const answer = await caller.request(method, `${url}?${encodeURIComponent(form)}=${good}`);
        stage.expectNamed(route, answer, form, form);
      }
    },
  );

  const listing = routesIn(api).filter((route) => queryOf(route).length > 0);

  it.each(listing.map(named))('%s refuses a query that it does not know', async (_, route) => {
    const { api: caller, method, path } = await stage.requestOf(route);
    const url = path.split('?')[0] ?? '';
    for (const name of ['x', 'Limit', '__proto__', 'constructor', 'memberId;', '$where']) {
      const answer = await caller.request(method, `${url}?${encodeURIComponent(name)}=1`);
      stage.expectNamed(route, answer, name, name);
    }
  });

  const others = routesIn(api).filter((route) => queryOf(route).length === 0);

  it.each(others.map(named))('%s refuses any query', async (_, route) => {
    await stage.requestOf(route);
    const before = await booksOf(stage.studio);
    for (const name of ['coachId', 'limit', 'x', '__proto__']) {
      const answer = await stage.send(route, { query: `${name}=1` });
      stage.expectNamed(route, answer, name, name);
    }
    expect(await booksOf(stage.studio)).toEqual(before);
  });

  it.each(listing.map(named))('%s survives cursors that it never gave out', async (_, route) => {
    const { api: caller, method, path } = await stage.requestOf(route);
    const forged = [
      ...['', 'x', '[]', '{}', 'null', '[1]', '["a"]', '["a","b"]', '["a","b","c"]', '["a",1.5]'],
      ...['["a",1e309]', '["a","b",null]', '[["a"],1]', '[{"a":1},1]', '["a",1,1]', '[1,"a",1]'],
      ...['["\\u0000",1]', '["\\ud800","b",1]', '["\' OR 1=1 --",1]', '["\' OR 1=1","b",1]'],
      ...['["9999-99-99",9007199254740993]', '["2026-03-10 12:00:00",-1]', '["","",0]'],
    ];
    for (const text of forged) {
      const cursor = Buffer.from(text).toString('base64url');
      const answer = await caller.request(method, `${path.split('?')[0]}?cursor=${cursor}`);
      stage.expectDocumented(route, answer, text);
    }
  });

  async function expectTablesIntact(): Promise<void> {
    // Besides those for whom links were made.
    const admins = await stage.studio.sql(
      "SELECT id FROM `user` WHERE user_type_id = 1 AND lname <> 'Link'",
    );
    expect(admins).toHaveLength(1);
  }
});
