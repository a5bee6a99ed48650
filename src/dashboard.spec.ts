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
