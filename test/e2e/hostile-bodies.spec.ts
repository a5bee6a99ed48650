import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../src/common/problem-codes.js';
import { booksOf } from '../support/expectations.js';
import { HostileStage } from '../support/hostile-stage.js';
import { answerOf, exchange, rawRequest } from '../support/raw-http.js';
import { type DocumentedRoute, routesIn, servedDocument } from '../support/served-document.js';

const api = await servedDocument();
const withBody = routesIn(api)
  .filter(({ operation }) => operation.requestBody)
  .map((route) => [`${route.method} ${route.path}`, route] as const);

const bytes = (...values: (string | number[])[]) =>
  Buffer.concat(values.map((value) => Buffer.from(value as string)));
const nested = (open: string, close: string, times: number) =>
  `{"reason":${open.repeat(times)}1${close.repeat(times)}}`;

const MALFORMED: Record<string, string | Buffer> = {
  'an open brace': '{',
  'a value that is missing': '{"reason":}',
  'single quotes': "{'reason':'x'}",
  'no quotes': '{reason:1}',
  'a comma too many': '{"reason":"x",}',
  'something after it': '{"reason":"x"} x',
  'a comment': '{/* */"reason":"x"}',
  'not a number': '{"reason":NaN}',
  'a line break in text': '{"reason":"a\nb"}',
  'a raw NUL': '{"reason":"a\u0000b"}',
  'a wrong escape': '{"reason":"\\x41"}',
  'half of an escape': '{"reason":"\\u00"}',
  __proto__: '{"__proto__":{"role":"admin"}}',
  '__proto__ in escapes': '{"\\u005f_proto__":{"role":"admin"}}',
  'constructor.prototype': '{"constructor":{"prototype":{"role":"admin"}}}',
  'a raw lone surrogate': bytes('{"reason":"', [0xed, 0xa0, 0x80], '"}'),
  'overlong UTF-8': bytes('{"reason":"', [0xc0, 0x80], '"}'),
  'half a letter': bytes('{"reason":"', [0xe2, 0x82], '"}'),
  'latin1 letters': Buffer.from('{"reason":"é"}', 'latin1'),
  'UTF-16': Buffer.from('{"reason":"x"}', 'utf16le'),
  'compressed bytes': gzipSync('{"reason":"x"}'),
};
const NO_OBJECT: Record<string, string> = {
  'a list': '[]',
  'a list of objects': '[{"reason":"x"}]',
  null: 'null',
  text: '"x"',
  'a number': '1',
  'a number beyond numbers': '1e309',
  true: 'true',
  'eleven levels': nested('[', ']', 11),
  '10,000 levels of objects': nested('{"a":', '}', 10_000),
  '30,000 levels of lists': nested('[', ']', 30_000),
};
const OTHER_TYPES = [
  ...['text/plain', 'text/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
  ...['multipart/form-data; boundary=x', 'application/xml', 'application/octet-stream', '*/*'],
  ...['application/problem+json', 'application/merge-patch+json', 'application/jsonp', 'json', ';'],
];

describe('bodies that nobody should send', () => {
  let stage: HostileStage;

  beforeAll(async () => {
    stage = await HostileStage.open(api);
  });
  afterAll(() => stage.close());

  async function post(
    route: DocumentedRoute,
    body: string | Uint8Array,
    headers: Record<string, string> = {},
  ) {
    const { api: caller, method, path } = await stage.requestOf(route);
    const all = { 'Content-Type': 'application/json', ...stage.freshHeaders(), ...headers };
    return rawRequest(caller, { method, path, body, headers: all });
  }

  /** Every body is refused with the code, and not a row changes. */
  async function expectAllRefused(
    route: DocumentedRoute,
    code: ProblemCode,
    bodies: Record<string, string | Uint8Array>,
  ): Promise<void> {
    await stage.requestOf(route);
    const before = await booksOf(stage.studio);
    for (const [what, body] of Object.entries(bodies)) {
      const answer = await post(route, body);
      expect(answer, what).toBeProblem(code);
      stage.expectDocumented(route, answer, what);
    }
    expect(await booksOf(stage.studio)).toEqual(before);
  }

  it.each(withBody)('%s refuses what is no JSON', async (_, route) => {
    await expectAllRefused(route, 'malformed_json', MALFORMED);
  });

  it.each(withBody)('%s refuses JSON that is no plain object', async (_, route) => {
    await expectAllRefused(route, 'validation_failed', NO_OBJECT);
  });

  it.each(withBody)('%s refuses other media types', async (_, route) => {
    const { body } = await stage.requestOf(route);
    const before = await booksOf(stage.studio);
    for (const type of OTHER_TYPES) {
      const answer = await post(route, JSON.stringify(body), { 'Content-Type': type });
      expect(answer, type).toBeProblem('unsupported_media_type');
      stage.expectDocumented(route, answer, type);
    }
    const form = await post(route, 'reason=x&adjustment=1&email=a%40b.cd&password=x', {
      'Content-Type': 'application/x-www-form-urlencoded',
    });
    expect(form).toBeProblem('unsupported_media_type');
    expect(await booksOf(stage.studio)).toEqual(before);
  });

  it.each(withBody)('%s refuses more than 64 KiB, told or found out', async (_, route) => {
    const big = JSON.stringify({ reason: 'x'.repeat(64 * 1024) });
    const told = await post(route, big);
    const huge = await post(route, '{', { 'Content-Length': String(10 * 1024 * 1024) });
    const { api: caller, method, path } = await stage.requestOf(route);
    const chunked = answerOf(
      await exchange(
        caller.base,
        Buffer.from(
          `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n` +
            `Authorization: ${caller.authorization.Authorization}\r\n` +
            `X-Forwarded-For: 198.51.100.1\r\n` +
            `Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n` +
            `${big.length.toString(16)}\r\n${big}\r\n0\r\n\r\n`,
        ),
      ),
    );
    for (const answer of [told, huge, chunked]) {
      expect(answer).toBeProblem('body_too_large');
      stage.expectDocumented(route, answer, '64 KiB');
    }
  });

  it.each(withBody)('%s takes an absent body for an empty one', async (_, route) => {
    for (const body of ['', ' ', '\n\t ']) {
      const answer = await post(route, body);
      const nothing = await post(route, '{}');
      expect(answer.body?.errors).toEqual(nothing.body?.errors);
      stage.expectDocumented(route, answer, 'no body');
    }
  });

  it('names its charset in vain: JSON is UTF-8, and stored so', async () => {
    const { api: http, given } = stage.studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana });
    const path = `/api/v1/members/${tom.id}/adjustments`;
    const body = '{"adjustment":1,"reason":"cliché"}';
    for (const charset of ['utf-8', 'UTF-8', 'latin1', 'utf-16', 'x-unknown']) {
      const headers = { 'Content-Type': `application/json; charset=${charset}` };
      const answer = await rawRequest(http.as(ana), { method: 'POST', path, body, headers });
      expect(answer.status === 200 ? answer.body.usage.reason : answer.body.code).toMatch(
        /^(cliché|unsupported_media_type)$/,
      );
    }
  });

  it('of a read are not read', async () => {
    const { api: http, given } = stage.studio;
    const ana = http.as(await given.coach());
    const plain = await ana.get('/members');
    for (const body of ['{', '{"limit":1}', 'x'.repeat(1000)]) {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await rawRequest(ana, { path: '/api/v1/members', body, headers });
      expect(answer.text).toBe(plain.text);
    }
  });

  it('prototypes are as they were', () => {
    expect(({} as { role?: unknown }).role).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
