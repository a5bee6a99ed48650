import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveDashboard } from './dashboard.js';

const PAGE = { accept: 'text/html,application/xhtml+xml;q=0.9' };

describe('the folder of the dashboard', () => {
  let above: string;
  let folder: string;
  let server: FastifyInstance;

  beforeEach(async () => {
    above = await mkdtemp(join(tmpdir(), 'coach-dashboard-'));
    folder = join(above, 'dist');
    server = fastify();
    await serveDashboard(server, folder);
  });
  afterEach(async () => {
    await server.close();
    await rm(above, { recursive: true });
  });

  async function given(name: string, text: string): Promise<void> {
    const path = join(folder, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
  }

  async function ask(url: string, headers: Record<string, string> = {}) {
    return server.inject({ url, headers });
  }

  it.each(['/app/', '/app/members/3'])('is missing: %s says how to build it', async (url) => {
    const answer = await ask(url, PAGE);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(answer.body).toContain('npm run build');
  });

  it('is missing: a file of it is not found', async () => {
    expect((await ask('/app/assets/a.js', PAGE)).statusCode).toBe(404);
    expect((await ask('/app/sw.js')).statusCode).toBe(404);
  });

  it('may be built while the server runs', async () => {
    await given('index.html', 'the page');
    expect(await ask('/app/', PAGE)).toMatchObject({ statusCode: 200, body: 'the page' });
    await given('assets/new-1a2b3c.js', 'new');
    expect((await ask('/app/assets/new-1a2b3c.js')).body).toBe('new');
  });

  it.each([
    ['br, gzip', 'br', 'by br'],
    ['gzip', 'gzip', 'by gzip'],
    ['identity', undefined, 'as it is'],
    ['deflate', undefined, 'as it is'],
  ])('holds a file three times: %s gets the one that suits', async (accepted, encoding, body) => {
    await given('assets/a.js', 'as it is');
    await given('assets/a.js.br', 'by br');
    await given('assets/a.js.gz', 'by gzip');
    const answer = await ask('/app/assets/a.js', { 'accept-encoding': accepted });
    expect(answer).toMatchObject({ statusCode: 200, body });
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.headers['content-type']).toMatch(/^application\/javascript/);
    expect(answer.headers.vary).toMatch(/accept-encoding/i);
  });

  it('is in memory: with the same headers as from the disk, also once it has changed', async () => {
    const disk = fastify();
    await serveDashboard(disk, folder, 0);
    const kinds = ['a.js', 'a.css', 'a.svg', 'a.png'].map((name) => `assets/${name}`);
    for (const name of ['index.html', 'm.webmanifest', ...kinds]) {
      await given(name, `of ${name}`);
      for (const end of ['.br', '.gz']) await given(name + end, `${end} of ${name}`);
      const { headers } = await ask(`/app/${name}`);
      const wishes: Record<string, string>[] = [
        {},
        ...['br', 'gzip', 'gzip, deflate, br, zstd', 'identity', 'br;q=0, gzip', '*'].map(
          (accepted) => ({ 'accept-encoding': accepted }),
        ),
        ...[String(headers.etag), '*', '"other"', `"other", ${String(headers.etag)}`].map(
          (etag) => ({ 'if-none-match': etag }),
        ),
        { 'if-none-match': String(headers.etag), 'cache-control': 'no-cache' },
        { 'if-modified-since': String(headers['last-modified']) },
        { 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
        { 'if-match': '"other"' },
        { range: 'bytes=0-1' },
      ];
      for (const wish of wishes) {
        const [one, other] = [await ask(`/app/${name}`, wish), await fromDisk(disk, name, wish)];
        expect([name, wish, answerOf(one)]).toEqual([name, wish, answerOf(other)]);
      }
    }
    await disk.close();
  });

  it('is read from the disk no more, until two seconds later', async () => {
    await given('assets/a.js', 'old');
    expect((await ask('/app/assets/a.js')).body).toBe('old');
    await given('assets/a.js', 'newer');
    expect((await ask('/app/assets/a.js')).body).toBe('old');
    await expect
      .poll(async () => (await ask('/app/assets/a.js')).body, { timeout: 5_000 })
      .toBe('newer');
  });

  it.each([
    '/app/.built-from',
    '/app/.vite/manifest.json',
    '/app/assets/.hidden',
    '/app/%2e%2e/secret.txt',
    '/app/..%2fsecret.txt',
    '/app/assets/..%2f..%2fsecret.txt',
    '/app/..%5csecret.txt',
    '/app//secret.txt',
    '/app/%2f../secret.txt',
    '/app/assets',
    '/app/assets/',
    '/app/assets/a.js%00.html',
    '/app/assets/%2e%2e%2findex.html',
  ])('keeps %s to itself, also from who asks for a page', async (url) => {
    for (const name of ['index.html', '.built-from', '.vite/manifest.json', 'assets/.hidden']) {
      await given(name, 'secret');
    }
    await writeFile(join(above, 'secret.txt'), 'secret');
    for (const headers of [{}, PAGE]) {
      const answer = await ask(url, headers);
      expect(answer.statusCode).toBe(404);
      expect(answer.body).not.toMatch(/^secret/);
    }
  });
});

async function fromDisk(server: FastifyInstance, name: string, headers: Record<string, string>) {
  return server.inject({ url: `/app/${name}`, headers });
}

/** All that tells one answer from another, but the time and how it is cut into pieces. */
function answerOf({ statusCode, headers, body }: Awaited<ReturnType<typeof fromDisk>>) {
  const { date: _, connection: __, 'transfer-encoding': ___, ...said } = headers;
  if (statusCode !== 304) return { statusCode, said: lower(said), body };
  // The disk's has the length of nothing, or none.
  const { 'content-length': ____, ...rest } = said;
  return { statusCode, said: lower(rest), body };
}

function lower(headers: Record<string, unknown>): Record<string, string> {
  const all = Object.entries(headers).map(([name, value]) => [name, String(value).toLowerCase()]);
  return Object.fromEntries(all) as Record<string, string>;
}
