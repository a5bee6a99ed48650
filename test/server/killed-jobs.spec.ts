import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addJob } from '../support/jobs.js';
import { WITHOUT_LIMITS } from '../support/limits.js';
import { ensureBuilt } from '../support/process.js';
import { SIZED_TIMEOUT_MS, size } from '../support/size.js';
import { openStudio, type Studio } from '../support/studio.js';

const JOBS = size({ ci: 90, full: 2_000 });
const KILLS = size({ ci: 3, full: 50 });
const PROCESSES = 3;
/** A lease is a minute of this clock: a second. */
const SPEED = 60;

let studio: Studio;
let beganAt: number;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  await ensureBuilt();
  studio = await openStudio();
  beganAt = Date.now();
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await studio.close();
});

function startWorker(): void {
  const { databaseUrl, config } = studio;
  const { PATH = '' } = process.env;
  const env = { PATH, DATABASE_URL: databaseUrl, JWT_SECRET: config.jwtSecret };
  const worker = fork('test/support/job-worker.mjs', [String(beganAt), String(SPEED)], {
    env: { ...env, ...WITHOUT_LIMITS, LOG_LEVEL: 'silent' },
    execArgv: [],
  });
  workers.push(worker);
}

async function count(what: string): Promise<number> {
  const rows = await studio.sql<{ n: number }>(`SELECT COUNT(*) AS n FROM coach_job WHERE ${what}`);
  return Number(rows[0]?.n);
}

it(
  `${JOBS} jobs, ${PROCESSES} processes, ${KILLS} times kill -9: each is done once`,
  async () => {
    for (let n = 0; n < JOBS; n += 1) await addJob(studio, 'trial');
    for (let n = 0; n < PROCESSES; n += 1) startWorker();
    for (let kill = 0; kill < KILLS; kill += 1) {
      while ((await count("state = 'done'")) < ((kill + 0.5) * JOBS) / KILLS) await sleep(5);
      workers.splice(kill % PROCESSES, 1)[0]?.kill('SIGKILL');
      startWorker();
    }
    while ((await count("kind = 'trial' AND state <> 'done'")) > 0) await sleep(50);
    const effects = await studio.sql<{ payload: string }>(
      "SELECT payload FROM coach_job WHERE kind = 'effect'",
    );
    expect(effects).toHaveLength(JOBS);
    expect(new Set(effects.map(({ payload }) => payload)).size).toBe(JOBS);
  },
  SIZED_TIMEOUT_MS,
);
