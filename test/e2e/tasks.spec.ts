import { afterAll, beforeAll, expect, it } from 'vitest';
import { Problem } from '../../src/common/problem.js';
import { Tasks } from '../../src/jobs/tasks.service.js';
import { captureLog } from '../support/captured-log.js';
import { readMetrics } from '../support/metrics.js';
import { openStudio, type Studio } from '../support/studio.js';
import { trafficOf } from '../support/traffic.js';

const NOW = '2026-03-10T12:00:00Z';
const LATER = '2026-03-10T12:10:00.000Z';

let studio: Studio;
/** Another process on the same database. */
let other: Studio;
const done: string[] = [];
let work: (isEnding: () => boolean) => Promise<void>;

beforeAll(async () => {
  studio = await openStudio({ now: NOW });
  // The log is that of whoever was opened last.
  other = await openStudio({
    ...{ now: NOW, databaseUrl: studio.databaseUrl },
    env: { LOG_LEVEL: 'warn' },
  });
  for (const [name, { app }] of Object.entries({ studio, other })) {
    app.get(Tasks).register({
      name: 'sweep',
      schedule: { everyMinutes: 10 },
      run: async (isEnding) => {
        done.push(name);
        await work(isEnding);
      },
    });
  }
});
afterAll(async () => {
  await other.close();
  await studio.close();
});

/** Clocks of both, as they are at one place. */
function at(instant: string): void {
  studio.clock.set(instant);
  other.clock.set(instant);
  done.length = 0;
  work = () => Promise.resolve();
}

async function runDue(of = studio): Promise<string[]> {
  const runs = await of.app.get(Tasks).startDue();
  await Promise.all(runs.map((run) => run.done));
  return runs.map(({ name }) => name);
}

/** What somebody waits for until it is opened. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
}

async function sweep() {
  const { api, given } = studio;
  const { status, body } = await api.as(await given.admin()).get('/tasks');
  expect(status).toBe(200);
  const { data } = body as { data: Record<string, unknown>[] };
  const names = data.map(({ name }) => name);
  expect(names).toEqual(['address-retention', 'cleanup', 'freezes', 'person-names', 'sweep']);
  return data.find(({ name }) => name === 'sweep');
}

it('a task is due when its time has come, and one process of several runs it', async () => {
  at(NOW);
  expect(await sweep()).toMatchObject({ nextRunAt: null, lastResult: null });
  expect(await runDue()).toEqual([]);
  expect(await sweep()).toMatchObject({ everyMinutes: 10, dailyAt: null, nextRunAt: LATER });
  at('2026-03-10T12:09:59Z');
  expect(await runDue()).not.toContain('sweep');

  at(LATER);
  await Promise.all([studio, other, studio, other].map(runDue));
  expect(done).toHaveLength(1);
  expect(await sweep()).toMatchObject({
    ...{ nextRunAt: '2026-03-10T12:20:00.000Z', isRunning: false },
    ...{ lastRunAt: LATER, lastResult: 'done', lastProblem: null },
  });
  const { messages } = await trafficOf(studio, () => runDue());
  expect(messages).toHaveLength(1);
});

it('what was missed for days is done once', async () => {
  at('2026-03-13T09:00:00Z');
  const all = ['address-retention', 'cleanup', 'freezes', 'person-names', 'sweep'];
  expect((await runDue()).toSorted()).toEqual(all);
  expect(await runDue(other)).toEqual([]);
  expect(await sweep()).toMatchObject({ nextRunAt: '2026-03-13T09:10:00.000Z' });
});

it('a task that fails says why, and is tried again', async () => {
  at('2026-03-13T09:10:00Z');
  const log = captureLog(other);
  work = async () => Promise.reject(new Problem('unavailable', 'The database is busy.'));
  await runDue(other);
  expect(log.text).toContain('"task":"sweep"');
  const failed = { lastResult: 'failed', lastProblem: 'unavailable' };
  expect(await sweep()).toMatchObject({ ...failed, nextRunAt: '2026-03-13T09:20:00.000Z' });
  at('2026-03-13T09:25:00Z');
  const figures = await readMetrics(studio.api);
  const sample = (name: string) => figures.get(`${name}{task="sweep"}`);
  expect(sample('coach_task_failed')).toBe(1);
  expect(sample('coach_task_late_seconds')).toBe(300);
  work = async () => Promise.reject(new Error('secret of a row'));
  await runDue();
  expect(await sweep()).toMatchObject({ lastResult: 'failed', lastProblem: 'internal_error' });
});

it('what a process had that died is another’s when its lease is over', async () => {
  at('2026-03-13T10:00:00Z');
  await studio.sql(
    "UPDATE coach_task SET lease_token = 'dead', lease_until = ? WHERE name = 'sweep'",
    ['2026-03-13 10:00:30.000'],
  );
  expect(await runDue()).not.toContain('sweep');
  expect(await sweep()).toMatchObject({ isRunning: true });
  at('2026-03-13T10:00:31Z');
  expect(await runDue()).toContain('sweep');
  expect(await sweep()).toMatchObject({ isRunning: false, lastResult: 'done' });
});

it('what is under way where a process ends is told so, and is due again', async () => {
  at('2026-03-13T11:00:00Z');
  const third = await openStudio({ now: '2026-03-13T11:00:00Z', databaseUrl: studio.databaseUrl });
  const began = gate();
  third.app.get(Tasks).register({
    name: 'sweep',
    schedule: { everyMinutes: 10 },
    run: async (isEnding) => {
      began.open();
      while (!isEnding()) await new Promise((resolve) => setImmediate(resolve));
    },
  });
  const running = third.app.get(Tasks).startDue();
  await began.opened;
  expect(await runDue()).not.toContain('sweep');
  await running;
  await third.close();
  expect(await runDue()).toContain('sweep');
});

it('what does not come to its end in time is given back, and says nothing more', async () => {
  at('2026-03-13T12:00:00Z');
  const third = await openStudio({ now: '2026-03-13T12:00:00Z', databaseUrl: studio.databaseUrl });
  const [began, goOn] = [gate(), gate()];
  const tasks = third.app.get(Tasks);
  tasks.register({
    name: 'sweep',
    schedule: { everyMinutes: 10 },
    run: async () => {
      began.open();
      await goOn.opened;
      throw new Error('too late to matter');
    },
  });
  const runs = await tasks.startDue();
  await began.opened;
  await tasks.end(0);
  expect(await runDue()).toContain('sweep');
  goOn.open();
  await Promise.all(runs.map((run) => run.done));
  expect(await sweep()).toMatchObject({ lastResult: 'done' });
  await third.close();
});
