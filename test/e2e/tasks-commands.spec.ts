import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { deadJob } from '../support/jobs.js';
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
    stdout:
      'address-retention  never ran\ncleanup            never ran\nfreezes            never ran\n' +
      'person-names       never ran\n',
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

it('jobs:list tells what was given up and why, and jobs:retry has it tried again', async () => {
  const nothing = { code: 0, stdout: 'No job is dead.\n' };
  expect(await runCli(['jobs:list'], env)).toMatchObject(nothing);
  const id = await deadJob(studio);
  const at = '2026-03-10T11:00:00.000Z';
  expect(await runCli(['jobs:list'], env)).toMatchObject({
    code: 1,
    stdout: `${id}  given-up  dead at ${at}, begun 6 times: 451 later\n`,
  });
  const again = 'is due, and will be tried as often as a new one.';
  expect(await runCli(['jobs:retry', String(id)], env)).toMatchObject({
    code: 0,
    stdout: `Job ${id} (given-up) ${again}\n`,
  });
  const refused = await runCli(['jobs:retry', String(id)], env);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toContain('This job is not given up');
  const waiting = await runCli(['jobs:list', '--state', 'due'], env);
  expect(waiting).toMatchObject({ code: 0 });
  expect(waiting.stdout).toMatch(`${id}  given-up  due since `);
});
