import { readdirSync, readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureLog } from '../support/captured-log.js';
import '../support/matchers.js';
import { ensureDashboardBuilt } from '../support/process.js';
import { exchange, rawRequest } from '../support/raw-http.js';
import { openStudio, type Studio } from '../support/studio.js';

const BUILT = 'dashboard/dist';
/** As browsers ask for a page, and as their scripts ask for anything. */
const PAGE = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const ANYTHING = '*/*';

const built = (file: string) => readFileSync(`${BUILT}/${file}`, 'utf8');

describe('the dashboard', () => {
  let studio: Studio;
  let script: string;

  beforeAll(async () => {
    await ensureDashboardBuilt();
    studio = await openStudio();
    const name = readdirSync(`${BUILT}/assets`).find((file) => /^index-.*\.js$/.test(file));
    script = `assets/${name}`;
  });
  afterAll(() => studio.close());

  async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
    const url = `${studio.api.base}${path}`;
    const all = { Accept: ANYTHING, ...headers };
    const answer = await fetch(url, { method, headers: all, redirect: 'manual' });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  describe('is found', () => {
    it.each(['/', '/app', '/app?from=home'])('by a browser at %s', async (path) => {
      const answer = await ask(path, { Accept: PAGE });
      expect([answer.status, answer.headers.get('location')]).toEqual([302, '/app/']);
    });

    it('by nobody else at /, where there is nothing', async () => {
      for (const accept of [ANYTHING, 'application/json']) {
        const answer = await ask('/', { Accept: accept });
        expect(answer.status).toBe(404);
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        expect(answer.headers.get('vary')).toContain('Accept');
      }
    });

    it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('not by %s', async (method) => {
      for (const path of ['/', '/app', '/app/', '/app/sw.js', `/app/${script}`]) {
        const answer = await ask(path, { Accept: PAGE }, method);
        expect([path, answer.status]).toEqual([path, 404]);
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      }
    });
  });

  describe('has one page', () => {
    it.each(['/app/', '/app/index.html'])('that %s answers everybody with', async (path) => {
      const answer = await ask(path);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.text).toBe(built('index.html'));
    });

    it.each([
      '/app/members',
      '/app/members/3',
      '/app/members/3/',
      '/app/nowhere?x=.y',
      '/app/v1.2/notes.md',
      '/app/M%C3%BCller',
      '/app/assets-of-members',
    ])('for browsers at %s, and for nobody else', async (path) => {
      const page = await ask(path, { Accept: PAGE });
      expect([page.status, page.text]).toEqual([200, built('index.html')]);
      const other = await ask(path);
      expect(other.status).toBe(404);
      for (const { headers } of [page, other]) expect(headers.get('vary')).toMatch(/\baccept\b/i);
      expect(other.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    });

    it.each(['assets/index-gone.js', 'assets/x', 'assets/', 'assets'])(
      'but not for /app/%s, which is an asset or nothing',
      async (path) => {
        for (const accept of [PAGE, ANYTHING]) {
          const answer = await ask(`/app/${path}`, { Accept: accept });
          expect(answer.status).toBe(404);
          expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
          expect(answer.headers.get('cache-control')).toBeNull();
        }
      },
    );

    it.each([
      '/app/../package.json',
      '/app/assets/../../package.json',
      '/app/./index.html',
      '/app/.built-from',
      '/app/.vite/manifest.json',
      '/app/%2e%2e/package.json',
      '/app/..%2fpackage.json',
      '/app/assets/..%2f..%2f..%2fpackage.json',
      '/app/..%5cpackage.json',
      '/app//index.html',
    ])('and keeps %s to itself', async (path) => {
      for (const accept of [PAGE, ANYTHING]) {
        const answer = await rawRequest(studio.api, { path, headers: { Accept: accept } });
        expect(answer).toBeProblem('not_found');
      }
    });
  });

  describe('is kept by browsers', () => {
    it('for ever, where the name changes with what is in it', async () => {
      const { status, headers } = await ask(`/app/${script}`);
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    });

    it.each([
      ['', 'text/html; charset=utf-8'],
      ['members/3', 'text/html; charset=utf-8'],
      ['sw.js', 'application/javascript; charset=utf-8'],
      ['manifest.webmanifest', 'application/manifest+json'],
      ['icon.svg', 'image/svg+xml'],
      ['icon-192.png', 'image/png'],
    ])('until they have asked again: /app/%s', async (path, type) => {
      const first = await ask(`/app/${path}`, { Accept: PAGE });
      expect([first.status, first.headers.get('content-type')]).toEqual([200, type]);
      expect(first.headers.get('cache-control')).toBe('no-cache');
      const etag = first.headers.get('etag') ?? '';
      const again = await ask(`/app/${path}`, { Accept: PAGE, 'If-None-Match': etag });
      expect([again.status, again.text]).toEqual([304, '']);
      const other = await ask(`/app/${path}`, { Accept: PAGE, 'If-None-Match': '"another"' });
      expect(other.status).toBe(200);
    });
  });

  it.each([
    ['br', '.br', brotliDecompressSync],
    ['gzip', '.gz', gunzipSync],
  ] as const)('is sent as it was compressed by the build: %s', async (encoding, end, unpack) => {
    const request = `GET /app/${script} HTTP/1.0\r\nAccept-Encoding: ${encoding}\r\n\r\n`;
    const bytes = await exchange(studio.api.base, Buffer.from(request));
    const [head = ''] = bytes.toString('latin1').split('\r\n\r\n', 1);
    expect(head.toLowerCase()).toContain(`content-encoding: ${encoding}`);
    expect(head.toLowerCase()).toContain('vary: accept-encoding');
    const body = bytes.subarray(head.length + 4);
    expect(body.equals(readFileSync(`${BUILT}/${script}${end}`))).toBe(true);
    expect(unpack(body).toString()).toBe(built(script));
  });

  it('may be asked for its headers alone', async () => {
    for (const path of ['/app/', '/app/members', `/app/${script}`]) {
      const [get, head] = [await ask(path, { Accept: PAGE }), await rawHead(path)];
      expect([head.status, head.text]).toEqual([get.status, '']);
      for (const name of ['content-type', 'cache-control', 'content-security-policy']) {
        expect(head.headers.get(name)).toBe(get.headers.get(name));
      }
    }
  });

  function rawHead(path: string) {
    return rawRequest(studio.api, { method: 'HEAD', path, headers: { Accept: PAGE } });
  }

  it('lets its pages do nothing that they need not', async () => {
    const { headers } = await ask('/app/');
    const policy = headers.get('content-security-policy')?.split(';').toSorted();
    expect(policy).toEqual(
      [
        "default-src 'self'",
        "script-src 'self'",
        "script-src-attr 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ].toSorted(),
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('permissions-policy')).toContain('camera=()');
  });

  it('has no script in its page, which that would stop', () => {
    expect(built('index.html')).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|javascript:/);
  });

  it('asks for https only where that is certain to be there', async () => {
    const production = { NODE_ENV: 'production', STUDIO_TIME_ZONE: 'UTC' };
    const safe = await openStudio({ env: production });
    const { headers } = await fetch(`${safe.api.base}/app/`);
    expect(headers.get('content-security-policy')).toContain('upgrade-insecure-requests');
    await safe.close();
  });

  it('fills no log with its files', async () => {
    const logging = await openStudio({ env: { LOG_LEVEL: 'info' } });
    const log = captureLog(logging);
    const { base } = logging.api;
    for (const path of ['/app', '/app/', `/app/${script}`, '/app/nowhere.js', '/health/live']) {
      await (await fetch(base + path)).text();
    }
    await logging.close();
    expect(log.text).toContain('/health/live');
    expect(log.text).not.toContain('/app');
  });
});
