import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';

const run = promisify(execFile);
const MODULE = resolve('dist/src/config/kept-secret.js');

describe('the secret of an embedded database', () => {
  let folder: string;

  beforeAll(async () => {
    await ensureBuilt();
    folder = await mkdtemp(join(tmpdir(), 'coach-kept-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function signIn({ base }: Product): Promise<string> {
    const answer = await fetch(`${base}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'ana@example.com', password: 'training-day' }),
    });
    return ((await answer.json()) as { accessToken: string }).accessToken;
  }

  it('is made once, said once, and its tokens outlive a new start', async () => {
    const file = join(folder, 'data/studio.db');
    const env = { DATABASE_URL: `sqlite:${file}` };
    const first = await startProduct(env);
    const token = await signIn(first);
    await endProduct(first);
    expect(first.output()).toContain(`Secret      made, and kept in ${file}.jwt-secret\n`);

    const second = await startProduct(env);
    const headers = { Authorization: `Bearer ${token}` };
    const { status } = await fetch(`${second.base}/api/v1/auth/me`, { headers });
    await endProduct(second);
    expect(status).toBe(200);
    expect(second.output()).not.toContain('Secret');
  });

  it('is one, however many processes make it at once', async () => {
    const file = join(folder, 'many.db');
    const script = `const { keepSecret } = await import(${JSON.stringify(MODULE)});
      console.log(JSON.stringify(keepSecret(${JSON.stringify(file)})));`;
    const make = () => run(process.execPath, ['--input-type=module', '-e', script]);
    const made = await Promise.all(Array.from({ length: 8 }, make));
    const found = made.map(({ stdout }) => JSON.parse(stdout) as Record<string, unknown>);
    expect(new Set(found.map(({ secret }) => secret)).size).toBe(1);
    expect(found.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect((await readdir(folder)).filter((name) => name.startsWith('many'))).toHaveLength(1);
  });
});
