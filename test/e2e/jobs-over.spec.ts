import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Cleanup } from '../../src/audit/cleanup.service.js';
import type { Job, JobChanges } from '../../src/jobs/job-handler.js';
import { JobFailure } from '../../src/jobs/job-rules.js';
import { JobRunner } from '../../src/jobs/job-runner.service.js';
import { Jobs } from '../../src/jobs/jobs.service.js';
import { addJob, workJobs } from '../support/jobs.js';
import '../support/matchers.js';
import { readMetrics } from '../support/metrics.js';
import { openStudio, type Studio } from '../support/studio.js';

const NOW = '2026-03-10T12:00:00Z';
const SECRET = 'value-of-a-row@example.com';

let studio: Studio;
let act: (job: Job) => Promise<JobChanges | undefined>;

beforeAll(async () => {
  studio = await openStudio({ now: NOW });
  studio.app.get(Jobs).register({ kind: 'one', run: (job) => act(job) });
});
afterEach(() => studio.sql('DELETE FROM coach_job'));
afterAll(() => studio.close());

const rows = () =>
  studio.sql<{ kind: string; state: string }>(
    'SELECT kind, state, attempts, payload FROM coach_job ORDER BY id',
  );

/** What somebody waits for until it is opened. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
}

it('where the process ends it is told so, and what does not end is as due as before', async () => {
  const third = await openStudio({ now: NOW, databaseUrl: studio.databaseUrl });
  const [began, goOn] = [gate(), gate()];
  const runner = third.app.get(JobRunner);
  const told: boolean[] = [];
  third.app.get(Jobs).register({
    kind: 'one',
    run: async (job) => {
      began.open();
      await goOn.opened;
      told.push(job.isEnding());
      return (tx) => third.app.get(Jobs).add(tx, 'trace', { of: job.id });
    },
  });
  await addJob(studio, 'one');
  const working = workJobs(third);
  await began.opened;
  await runner.end(0);
  expect(await rows()).toMatchObject([{ state: 'due', attempts: 0 }]);
  goOn.open();
  await working;
  expect(told).toEqual([true]);
  expect(await rows()).toHaveLength(1);
  await third.close();
});

it('an admin sees what was given up, and has it tried again', async () => {
  const { api, given } = studio;
  const asAdmin = api.as(await given.admin());
  act = () => Promise.reject(new JobFailure('550 no such mailbox', true));
  for (const n of [1, 2, 3]) await addJob(studio, 'one', { secret: `${SECRET} ${n}` });
  await workJobs(studio);
  await addJob(studio, 'unknown');

  const first = await asAdmin.get('/jobs?limit=2');
  const { data, nextCursor } = first.body as { data: { id: number }[]; nextCursor: string };
  const rest = await asAdmin.get(`/jobs?state=dead&limit=2&cursor=${nextCursor}`);
  const all = [...data, ...(rest.body as { data: { id: number }[] }).data];
  expect(all).toHaveLength(3);
  expect(new Set(all.map(({ id }) => id)).size).toBe(3);
  const [newest] = all;
  expect(newest).toMatchObject({
    ...{ kind: 'one', state: 'dead', attempts: 1, lastError: '550 no such mailbox' },
    finishedAt: '2026-03-10T12:00:00.000Z',
  });
  expect(first.text).not.toContain(SECRET);
  const figures = await readMetrics(api);
  expect(figures.get('coach_jobs_dead{kind="one"}')).toBe(3);
  expect(figures.get('coach_jobs_due{kind="unknown"}')).toBe(1);

  const retry = () => asAdmin.post(`/jobs/${newest?.id ?? 0}/retry`, {});
  expect(await retry()).toMatchObject({ status: 200, body: { state: 'due', attempts: 0 } });
  expect(await retry()).toBeProblem('job_not_dead');
  expect(await asAdmin.post('/jobs/2000000001/retry', {})).toBeProblem('job_not_found');
  const [logged] = await studio.sql<{ details: string }>(
    "SELECT * FROM admin_activity_log WHERE action = 'job.retried' AND outcome = 'done'",
  );
  expect(JSON.stringify(logged)).toContain('550 no such mailbox');
  expect(JSON.stringify(logged)).not.toContain(SECRET);
  act = () => Promise.resolve(undefined);
  expect(await workJobs(studio)).toBe(1);
  expect((await rows()).map(({ state }) => state)).toEqual(['dead', 'dead', 'done', 'due']);
});

it('what is over goes after 7 days, or 90', async () => {
  act = ({ payload: { isWrong } }) =>
    isWrong ? Promise.reject(new JobFailure('no', true)) : Promise.resolve(undefined);
  await addJob(studio, 'one', { isWrong: false });
  await addJob(studio, 'one', { isWrong: true });
  await workJobs(studio);
  await addJob(studio, 'never-done');
  const statesAt = async (instant: string) => {
    studio.clock.set(instant);
    await studio.app.get(Cleanup).runNow();
    return (await rows()).map(({ state }) => state);
  };
  expect(await rows()).toMatchObject([{ payload: '{}' }, { payload: '{"isWrong":true}' }, {}]);
  expect(await statesAt('2026-03-17T12:00:00Z')).toEqual(['done', 'dead', 'due']);
  expect(await statesAt('2026-03-17T12:00:01Z')).toEqual(['dead', 'due']);
  expect(await statesAt('2026-06-08T12:00:01Z')).toEqual(['due']);
  studio.clock.set(NOW);
});
