import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Api, TestPerson } from '../support/api.js';
import { booksOf } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { NASTY_TEXTS } from '../support/hostile-values.js';
import '../support/matchers.js';
import { COACH_API, expectSaid, PAGE } from '../support/old-app.js';
import { rawRequest } from '../support/raw-http.js';
import { openStudio, type Studio } from '../support/studio.js';

const CHANGES = [
  `${PAGE}?action=undo-session-usage`,
  `${PAGE}?action=adjust-session-count`,
  `${PAGE}?action=add-session-usage`,
  `${COACH_API}?action=deduct-session`,
];
const READS = [
  `${PAGE}?action=get-session-history`,
  `${PAGE}?action=get-member-session-info`,
  `${COACH_API}?action=get-remaining-sessions`,
  `${COACH_API}?action=check-session-availability`,
];
const FIELDS = [
  'member_id',
  'user_id',
  'coach_id',
  'usage_id',
  'adjustment',
  'usage_date',
  'reason',
];

/** As JSON text, because JSON can say more than JavaScript. */
const WRONG = [
  ...['null', 'true', '[]', '{}', '[1]', '[[1]]', '{"id":1}', '""', '" "', '"abc"', '"0x10"'],
  ...['0', '-1', '1.5', '1e3', '1e309', '-1e309', '2147483648', '9007199254740993', '1e-9'],
  ...['"9223372036854775808"', '"\\u0000"', '"1\\u00002"', '"\\ud800"', '"\\udfff1"', '"NaN"'],
  ...["\"1' OR '1'='1\"", '"1; DROP TABLE user"', '"2026-02-30"', '"9999-12-31"', '"0000-00-00"'],
  JSON.stringify('9'.repeat(5000)),
];

const BROKEN: Record<string, string | Buffer> = {
  'an open brace': '{',
  'single quotes': "{'member_id':1}",
  'a raw NUL': '{"reason":"a\u0000b"}',
  __proto__: '{"__proto__":{"member_id":1}}',
  'constructor.prototype': '{"constructor":{"prototype":{"member_id":1}}}',
  'a list': '[{"member_id":1}]',
  null: 'null',
  'a number': '1e309',
  'deep lists': `{"reason":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
  'many fields': JSON.stringify(Object.fromEntries(Array.from({ length: 900 }, (_, i) => [i, i]))),
  'half a letter': Buffer.from([0x7b, 0xe2, 0x82]),
  'UTF-16': Buffer.from('{"member_id":1}', 'utf16le'),
  'compressed bytes': gzipSync('{"member_id":1}'),
  'a form that is called JSON': 'member_id=1&adjustment=1',
};

const TYPES = [
  ...['text/plain', 'text/json', 'application/xml', 'application/octet-stream', '*/*', ';', 'json'],
  ...['application/json; charset=latin1', 'APPLICATION/JSON', 'application/problem+json', ''],
];

const INSIDES =
  /SQLITE|ER_[A-Z]+|SQLSTATE|syntax error|QueryFailed|TypeError|node_modules|\.[jt]s:/;

describe('what nobody should send to the scripts', () => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;
  let api: Api;

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 500 });
    await studio.api.as(ana).addUsage(tom, { usageDate: '2026-03-01' });
    api = studio.api.as(ana);
  });
  afterAll(() => studio.close());

  const right = () => ({
    ...{ member_id: tom.id, user_id: tom.id, coach_id: ana.id, usage_id: 2 },
    ...{ adjustment: 1, usage_date: '2026-03-08', reason: 'x' },
  });
  const post = (path: string, body: string | Uint8Array, type = 'application/json') =>
    rawRequest(api, { method: 'POST', path, body, headers: { 'Content-Type': type } });

  /** Done, or refused in the scripts' way; never a failure of ours, and none of our insides. */
  function expectInOrder(answer: Answer, what: string): void {
    expect(answer.status, what).toBeLessThan(500);
    expect(answer.headers.get('content-type'), what).toMatch(/^application\/json/);
    expect(answer.text, what).not.toMatch(INSIDES);
    if (answer.body.success === true) return;
    expect(Object.keys(answer.body), what).toEqual(['success', 'message']);
    expect(answer.body.message.length, what).toBeGreaterThan(0);
  }

  it.each(CHANGES)('%s takes no field of a wrong kind for another', async (path) => {
    for (const name of FIELDS) {
      for (const value of WRONG) {
        const others = Object.entries(right()).filter(([other]) => other !== name);
        const fields = others.map(
          ([key, other]) => `${JSON.stringify(key)}:${JSON.stringify(other)}`,
        );
        const answer = await post(path, `{${[...fields, `"${name}":${value}`].join(',')}}`);
        expectInOrder(answer, `${name}: ${value}`);
      }
    }
  });

  it.each(READS)('%s takes no field of a wrong kind for another', async (path) => {
    for (const name of FIELDS) {
      const others = Object.entries(right()).filter(([other]) => other !== name);
      const query = others.map(([key, other]) => `${key}=${other}`).join('&');
      const values = WRONG.flatMap((value) => {
        const text = encodeURIComponent(value.replace(/^"|"$/g, '').slice(0, 200));
        return [`${name}=${text}`, `${name}[]=${text}`];
      });
      for (const written of [...values, name, `${name}=%zz%ff`]) {
        const answer = await rawRequest(api, { path: `${path}&${query}&${written}` });
        expectInOrder(answer, written);
      }
    }
  });

  it.each(CHANGES)('%s changes nothing for a body that is broken', async (path) => {
    const before = await booksOf(studio);
    for (const [what, body] of Object.entries(BROKEN)) {
      const answer = await post(path, body);
      expectInOrder(answer, what);
      expect(answer.body.success, what).toBe(false);
      expect(answer.status, what).toBe(path.startsWith(PAGE) ? 400 : 200);
    }
    for (const body of ['', ' ', '{}', '&&&', '=', '%', '%zz=%zz', 'a'.repeat(60_000)]) {
      const answer = await post(path, body, 'application/x-www-form-urlencoded');
      expectInOrder(answer, body.slice(0, 10));
      expect(answer.body.message).toMatch(/required$/);
    }
    const many = Array.from({ length: 900 }, (_, i) => `f${i}=1`).join('&');
    const form = 'application/x-www-form-urlencoded';
    expectInOrder(await post(path, many, form), 'many fields');
    expect(await booksOf(studio)).toEqual(before);
  });

  it.each(CHANGES)('%s refuses 100 KB, and files', async (path) => {
    const before = await booksOf(studio);
    const words = 'The body is larger than 64 KiB.';
    const big = JSON.stringify({ ...right(), reason: 'x'.repeat(100_000) });
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
      expectSaid(await post(path, big, type), 413, words);
    }
    const files = 'Send the body as application/json or as a form in UTF-8.';
    const part = '--x\r\nContent-Disposition: form-data; name="member_id"\r\n\r\n1\r\n--x--';
    expectSaid(await post(path, part, 'multipart/form-data; boundary=x'), 415, files);
    expect(await booksOf(studio)).toEqual(before);
  });

  it('takes JSON for JSON, whatever it is called, as PHP did', async () => {
    const path = `${PAGE}?action=adjust-session-count`;
    for (const type of TYPES) {
      const answer = await post(path, JSON.stringify({ member_id: tom.id, adjustment: 1 }), type);
      expect([type, answer.body.success]).toEqual([type, true]);
    }
    const body = JSON.stringify({ member_id: tom.id, adjustment: 1 });
    const untyped = await rawRequest(api, { method: 'POST', path, body });
    expect(untyped.body.success).toBe(true);
  });

  it('keeps text as it is, and takes it for nothing but text', async () => {
    const path = `${PAGE}?action=adjust-session-count`;
    for (const reason of NASTY_TEXTS) {
      const form = new URLSearchParams({ member_id: String(tom.id), adjustment: '1', reason });
      const answer = await post(path, form.toString(), 'application/x-www-form-urlencoded');
      expect([reason, answer.body.success]).toEqual([reason, true]);
      const { data } = (await api.history(tom, '?limit=1')).body;
      expect(data[0].reason).toBe(reason.trim());
    }
  });

  it('names of prototypes are names of fields that nobody reads', async () => {
    const form = 'application/x-www-form-urlencoded';
    const names = ['__proto__', 'constructor', 'prototype', 'toString', '__proto__[member_id]'];
    const path = `${PAGE}?action=adjust-session-count`;
    for (const name of names) {
      const only = await post(path, `${name}=${tom.id}&adjustment=1`, form);
      expectSaid(only, 400, 'Member ID and adjustment amount are required');
      const query = `&${name}=1&member_id=${tom.id}`;
      expect((await post(`${path}${query}`, `${name}=1&adjustment=1`, form)).status).toBe(200);
    }
    expect(({} as { member_id?: unknown }).member_id).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('is no way for the API to take anything but JSON', async () => {
    const path = `/api/v1/members/${tom.id}/adjustments`;
    const body = JSON.stringify({ adjustment: 1, reason: 'x' });
    const before = await booksOf(studio);
    for (const type of [
      'application/vnd.coach.legacy',
      'text/plain',
      'application/x-www-form-urlencoded',
    ]) {
      expect(await post(path, body, type)).toBeProblem('unsupported_media_type');
      expect(await post(`${path}?action=test`, body, type)).toBeProblem('unsupported_media_type');
    }
    expect(await booksOf(studio)).toEqual(before);
  });
});
