import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/api.js';
import { booksOf } from '../support/expectations.js';
import { HostileStage } from '../support/hostile-stage.js';
import { exchange, rawRequest } from '../support/raw-http.js';
import { type DocumentedRoute, routesIn, servedDocument } from '../support/served-document.js';

const api = await servedDocument();
const withIds = routesIn(api).flatMap((route) =>
  (route.path.match(/\{\w+\}/g) ?? []).map((mark) => {
    const name = mark.slice(1, -1);
    return [`${name} of ${route.method} ${route.path}`, route, name] as const;
  }),
);

/** Written as they stand in the URL. */
const NO_IDS = [
  ...['abc', '0', '-1', '-0', '00', '01', '+1', '1.5', '1.0', '1e3', '1e99', '0x1', '1_000'],
  ...['2147483648', '9007199254740993', '9223372036854775808', '1'.repeat(190), 'x'.repeat(190)],
  ...['NaN', 'Infinity', 'null', 'undefined', 'true', '[object%20Object]', '[1]', '%7B%7D'],
  ...['%00', '1%00', '%201', '1%20', '1%0A', '1%0D%0AX-Evil:%201', '1,2', '1;2', '1%26x=2'],
  ...["1'", "1'%20OR%20'1'='1", '1);DROP%20TABLE%20user;--', '%24ne', '__proto__', 'constructor'],
  ...['%EF%BC%91', '%D9%A1', '%F0%9F%98%80', '%C3%A9', '1%2F2', '..%2F1', '%2e%2e%2f1', '*', '~'],
];
/** The router cannot read these at all. */
const UNREADABLE = [
  '%',
  '%zz',
  '%1',
  '%ED%A0%80',
  '%FF',
  '%C0%80',
  '1'.repeat(201),
  'x'.repeat(9000),
];

describe('URLs that nobody should ask for', () => {
  let stage: HostileStage;

  beforeAll(async () => {
    stage = await HostileStage.open(api);
  });
  afterAll(() => stage.close());

  /** A right request but for one id of its URL. */
  async function withId(route: DocumentedRoute, name: string, id: string): Promise<Answer> {
    const { api: caller, path, body } = await stage.requestOf(route);
    const position = route.path.split('/').indexOf(`{${name}}`);
    const parts = (path.split('?')[0] ?? '').split('/');
    return rawRequest(caller, {
      method: route.method,
      path: parts.with(position, id).join('/'),
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body ?? {}),
    });
  }

  it('are tried for every id of every operation', () => {
    expect(withIds.length).toBeGreaterThanOrEqual(12);
  });

  it.each(withIds)('are refused with its name for %s', async (_, route, name) => {
    await stage.requestOf(route);
    const before = await booksOf(stage.studio);
    for (const id of NO_IDS) {
      const answer = await withId(route, name, id);
      stage.expectNamed(route, answer, name, id);
      expect(answer.body.errors[0].in).toBe('path');
    }
    expect(await booksOf(stage.studio)).toEqual(before);
  });

  it.each(withIds)('are refused where the router cannot read %s', async (_, route, name) => {
    for (const id of UNREADABLE) {
      const answer = await withId(route, name, id);
      expect(answer, id).toBeProblem('malformed_request');
      stage.expectDocumented(route, answer, id);
    }
  });

  it.each([
    '/',
    '//',
    '////',
    '/api',
    '/api/v1',
    '/api/v2/members',
    '/api/members',
    '/API/V1/members',
    '/api/v1/Members',
    '/api/v1/members/',
    '//api/v1/members',
    '/api//v1/members',
    '/api/v1/members/1/../2',
    '/api/v1/./members',
    '/api/v1/members/1%2Fpackages',
    '/api/v1/members/1;admin=true/packages',
    '/docs/../../package.json',
    '/docs/%2e%2e/%2e%2e/package.json',
    '/docs/..%2f..%2f..%2fetc%2fpasswd',
    '/app/../package.json',
    '/app/%2e%2e/%2e%2e/package.json',
    '/app/..%2f..%2f..%2fetc%2fpasswd',
    '/app/assets/..%5c..%5cindex.html',
    '/app//index.html',
    '/app/.vite/manifest.json',
    '/application',
    '/.env',
    '/.git/config',
    '/metrics.php?x=<?php',
    '/%00',
    '/%F0%9F%98%80',
    `/${'a/'.repeat(3000)}`,
    '/api/v1/members?%00=%00',
    '/api/v1/members#/../admin',
  ])('%s leads nowhere, and says so', async (path) => {
    const { api: caller } = stage.studio;
    const answer = await rawRequest(caller, { path });
    expect([400, 401, 404]).toContain(answer.status);
    expect(answer).toBeProblem(answer.body?.code);
    expect(answer.text).not.toMatch(/root:|"dependencies"|JWT_SECRET/);
  });

  it.each([
    ['no HTTP at all', 'HELO example.com\r\n\r\n'],
    ['no version', 'GET /api/v1/members\r\n\r\n'],
    ['an impossible version', 'GET /api/v1/members HTTP/9.9\r\nHost: localhost\r\n\r\n'],
    ['no host', 'GET /api/v1/members HTTP/1.1\r\n\r\n'],
    ['a method with letters of its own', 'G€T / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a header without a name', 'GET / HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n'],
    ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: localhost\r\nX: a\u0000b\r\n\r\n'],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n'],
    ['20 KB of headers', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['3,000 headers', `GET / HTTP/1.1\r\nHost: localhost\r\n${'X: y\r\n'.repeat(3000)}\r\n`],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
    ],
    ['a negative length', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n'],
    [
      'a length and chunks, as smugglers send them',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n' +
        'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'chunks that are none',
      'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n',
    ],
    ['a wish that nobody fulfils', 'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: 1-wonder\r\n\r\n'],
  ])('a request with %s is refused, and the server stays', async (_, text) => {
    const { api: caller } = stage.studio;
    const bytes = Buffer.from(
      text.replace('Host: localhost', 'Host: localhost\r\nConnection: close'),
      'latin1',
    );
    const answer = (await exchange(caller.base, bytes)).toString('latin1');
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toMatch(/node_modules|\.js:\d|HPE_/);
    expect((await caller.get('/health/live')).status).toBe(200);
  });
});
