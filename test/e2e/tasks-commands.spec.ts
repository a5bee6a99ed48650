import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { openStudio, type Studio } from '../support/studio.js';

let studio: Studio;
let env: Record<string, string>;

beforeAll(async () => {
  studio = await openStudio();
  env = { DATABASE_URL: studio.databaseUrl, JWT_SECRET: studio.config.jwtSecret };
});
afterAll(() => studio.close());

const due = (name: string) =>
  studio.sql("UPDATE coach_task SET next_run_at = '2020-01-01 00:00:00.000' WHERE name = ?", [
    name,
  ]);

it('jobs:work works what is due, and says so; tasks:list tells how all ended', async () => {
  expect(await runCli(['tasks:list'], env)).toMatchObject({
    code: 0,
    stdout: 'address-retention  never ran\ncleanup            never ran\n',
  });
  const nothing = { code: 0, stdout: 'Nothing was due, or another process is at it.\n' };
  expect(await runCli(['jobs:work'], env)).toMatchObject(nothing);
  await due('cleanup');
  const worked = await runCli(['jobs:work'], env);
  expect(worked.stdout).toMatch(/^cleanup {2}done at \S+Z, took \d+ ms; due at \S+Z\n$/);
  expect(await runCli(['jobs:work'], env)).toMatchObject(nothing);
});

it('tell of a task that failed by their exit code', async () => {
  await studio.sql(
    `UPDATE coach_task SET last_result = 'unavailable', last_took_ms = 7,
        last_run_at = '2026-03-10 12:00:00.000' WHERE name = 'cleanup'`,
  );
  const { code, stdout } = await runCli(['tasks:list'], env);
  expect(code).toBe(1);
  expect(stdout).toContain('failed (unavailable) at 2026-03-10T12:00:00.000Z, took 7 ms; due at');
});
