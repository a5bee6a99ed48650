import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/api.js';
import '../support/matchers.js';
import { answerOf, exchange, rawRequest } from '../support/raw-http.js';
import { openStudio, type Studio } from '../support/studio.js';

/** Of each answer, whoever writes it. */
const ALWAYS = {
  'content-security-policy': /default-src 'self'.*frame-ancestors 'none'/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\)/,
  'referrer-policy': /^no-referrer$/,
  'strict-transport-security': /^max-age=31536000$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'x-request-id': /^[0-9a-f]{32}$/,
};

function expectProtected({ headers }: Answer): void {
  for (const [name, value] of Object.entries(ALWAYS)) {
    expect(headers.get(name) ?? '(none)', name).toMatch(value);
  }
}

describe('what every answer says to a browser', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  const sent = async (text: string) =>
    answerOf(await exchange(studio.api.base, Buffer.from(text, 'latin1')));

  it.each([
    ['/health/live', 200],
    ['/docs/swagger-ui.css', 200],
    ['/docs-json', 200],
    ['/api/v1/members', 401],
    ['/nowhere', 404],
    ['/coach_api.php?action=nothing', 401],
  ])('is said of %s', async (path, status) => {
    const answer = await rawRequest(studio.api, { path });
    expect(answer.status).toBe(status);
    expectProtected(answer);
  });

  it('is said of an answer that is a stream', async () => {
    const ana = await studio.given.coach();
    const stop = new AbortController();
    const { headers, status } = await fetch(`${studio.api.base}/api/v1/events`, {
      headers: { ...studio.api.as(ana).authorization, Accept: 'text/event-stream' },
      signal: stop.signal,
    });
    stop.abort();
    expect(status).toBe(200);
    expectProtected({ headers, status, text: '', body: undefined });
  });

  it.each([
    ['a URL that cannot be read', 'GET /api/v1/members/%zz HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n'],
    [
      'an id as long as a letter',
      `GET /api/v1/members/${'1'.repeat(300)} HTTP/1.1\r\nHost: a\r\n\r\n`,
    ],
    ['no HTTP at all', 'HELO example.com\r\n\r\n'],
    ['no version', 'GET /health/live\r\n\r\n'],
    ['no host', 'GET /health/live HTTP/1.1\r\n\r\n'],
    ['two hosts', 'GET /health/live HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n'],
    [
      'a wish that nobody fulfils',
      'GET /health/live HTTP/1.1\r\nHost: a\r\nExpect: 1-wonder\r\n\r\n',
    ],
    [
      'a length and chunks, as smugglers send them',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n' +
        'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('is said where a request has %s', async (_, text) => {
    const answer = await sent(text.replace('Host: a', 'Host: a\r\nConnection: close'));
    expect(answer).toBeProblem('malformed_request');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expectProtected(answer);
  });

  it('is said where the header is too large', async () => {
    const answer = await sent(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toBeProblem('headers_too_large');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expectProtected(answer);
  });

  it('is said where the request does not arrive in time', async () => {
    const { port, hostname } = new URL(studio.api.base);
    const bytes = await new Promise<Buffer>((resolve, reject) => {
      const received: Buffer[] = [];
      const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true }, () =>
        socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-Slow: '),
      );
      socket.on('data', (chunk: Buffer) => received.push(chunk));
      socket.on('error', reject).on('end', () => {
        socket.end();
        resolve(Buffer.concat(received));
      });
    });
    const answer = answerOf(bytes);
    expect(answer).toBeProblem('request_timeout');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expectProtected(answer);
  });

  it('is no reason to refuse what is clear', async () => {
    const old = await sent('GET /health/live HTTP/1.0\r\n\r\n');
    expect(old.status).toBe(200);
    const named = await sent('GET /health/live HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n');
    expect(named.status).toBe(200);
  });
});
