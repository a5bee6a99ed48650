import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Problem } from '../../src/common/problem.js';
import type { Tx } from '../../src/database/tx.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { Job, JobChanges } from '../../src/jobs/job-handler.js';
import { JobFailure } from '../../src/jobs/job-rules.js';
import { JobRunner } from '../../src/jobs/job-runner.service.js';
import { Jobs } from '../../src/jobs/jobs.service.js';
import { captureLog } from '../support/captured-log.js';
import { addJob, workJobs } from '../support/jobs.js';
import { openStudio, type Studio } from '../support/studio.js';

const NOW = '2026-03-10T12:00:00Z';
const SECRET = 'value-of-a-row@example.com';

let studio: Studio;
/** Another process on the same database. */
let other: Studio;
let act: (job: Job) => Promise<JobChanges | undefined>;

beforeAll(async () => {
  studio = await openStudio({ now: NOW });
  // The log is that of whoever was opened last.
  const env = { LOG_LEVEL: 'warn' };
  other = await openStudio({ now: NOW, databaseUrl: studio.databaseUrl, env });
  for (const one of [studio, other]) {
    one.app.get(Jobs).register({ kind: 'one', run: (job) => act(job) });
    one.app.get(Jobs).register({ kind: 'three', atOnce: 3, run: (job) => act(job) });
  }
});
afterEach(() => studio.sql('DELETE FROM coach_job'));
afterAll(async () => {
  await other.close();
  await studio.close();
});

/** Clocks of both, as they are at one place. */
function at(instant: string): void {
  studio.clock.set(instant);
  other.clock.set(instant);
}

/** What a job changes: a row that nobody would add a second time. */
const leavesTrace =
  ({ id }: Job): JobChanges =>
  (tx) =>
    studio.app.get(Jobs).add(tx, 'trace', { of: id });

const rows = () =>
  studio.sql<{ kind: string; state: string; attempts: number; last_error: string | null }>(
    'SELECT kind, state, attempts, last_error FROM coach_job ORDER BY id',
  );
const ofKind = async (kind: string) => (await rows()).filter((row) => row.kind === kind);

/** What somebody waits for until it is opened. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
}

it('a job is there when its cause is committed, told of then, and not before', async () => {
  let told = 0;
  studio.app.get(Jobs).onAdded(() => (told += 1));
  const unit = studio.app.get(UnitOfWork);
  const add = (tx: Tx) => studio.app.get(Jobs).add(tx, 'one', { memberId: 7 });
  await expect(
    unit.write(async (tx) => {
      await add(tx);
      throw new Error('the cause came to nothing');
    }),
  ).rejects.toThrow('came to nothing');
  await unit.write(async (tx) => {
    await add(tx);
    return { result: undefined, discard: true };
  });
  expect([await rows(), told]).toEqual([[], 0]);
  await unit.write(async (tx) => {
    await add(tx);
    return { result: told };
  });
  expect([await rows(), told]).toMatchObject([[{ kind: 'one', state: 'due' }], 1]);
});

it('of a kind, one key is one job, whatever became of the first', async () => {
  act = () => Promise.resolve(undefined);
  for (const kind of ['one', 'one', 'three']) await addJob(studio, kind, {}, { dedupeKey: 'a' });
  await workJobs(studio);
  await addJob(studio, 'one', {}, { dedupeKey: 'a' });
  await addJob(studio, 'one', {}, { dedupeKey: 'b' });
  await addJob(studio, 'one');
  await addJob(studio, 'one');
  const states = (await ofKind('one')).map(({ state }) => state);
  expect(states).toEqual(['done', 'due', 'due', 'due']);
});

it('several processes do each job once, and what it changes once', async () => {
  const begun: number[] = [];
  act = (job) => {
    begun.push(job.id);
    return Promise.resolve(leavesTrace(job));
  };
  for (let n = 0; n < 60; n += 1) await addJob(studio, n % 3 === 0 ? 'one' : 'three', { n });
  await Promise.all([studio, other].map(workJobs));
  expect(new Set(begun).size).toBe(60);
  expect(begun).toHaveLength(60);
  expect(await ofKind('trace')).toHaveLength(60);
});

it('as many of a kind at once as it allows, and others meanwhile', async () => {
  const { open, opened } = gate();
  const now = { one: 0, three: 0 };
  act = async ({ payload: { kind } }) => {
    now[kind as 'one' | 'three'] += 1;
    await opened;
    return undefined;
  };
  for (const kind of ['three', 'three', 'one', 'three', 'three', 'one', 'three']) {
    await addJob(studio, kind, { kind });
  }
  const working = workJobs(studio);
  while (now.one + now.three < 4) await new Promise((resolve) => setImmediate(resolve));
  expect(await studio.app.get(JobRunner).startDue()).toEqual([]);
  expect(now).toEqual({ one: 1, three: 3 });
  open();
  expect(await working).toBe(7);
});

it('what a process had that died is another’s; the first one, late, changes nothing', async () => {
  const [began, goOn] = [gate(), gate()];
  act = async (job) => {
    began.open();
    await goOn.opened;
    return leavesTrace(job);
  };
  await addJob(studio, 'one');
  const first = workJobs(other);
  await began.opened;
  act = (job) => Promise.resolve(leavesTrace(job));
  at('2026-03-10T12:01:00Z');
  expect(await workJobs(studio)).toBe(0);
  at('2026-03-10T12:01:01Z');
  expect(await workJobs(studio)).toBe(1);
  const log = captureLog(other);
  goOn.open();
  await first;
  expect(log.text).toContain('a job was taken over');
  expect(await rows()).toMatchObject([
    { kind: 'one', state: 'done', attempts: 2 },
    { kind: 'trace' },
  ]);
  at(NOW);
});

it('one whose process dies at each try is given up, and not begun again', async () => {
  act = () => Promise.reject(new Error('it was begun'));
  await addJob(studio, 'one');
  await studio.sql(
    `UPDATE coach_job SET state = 'leased', lease_token = 'dead', attempts = 6, lease_until = ?`,
    ['2026-03-10 11:59:59.000'],
  );
  expect(await workJobs(studio)).toBe(0);
  expect(await rows()).toMatchObject([
    { state: 'dead', attempts: 6, last_error: 'its process died at each try' },
  ]);
});

it('one that fails is tried six times in all, and keeps no texts of errors', async () => {
  act = () => Promise.reject(new Error(SECRET));
  await addJob(studio, 'one');
  expect(await workJobs(studio)).toBe(1);
  expect(await rows()).toMatchObject([{ state: 'due', attempts: 1, last_error: 'internal_error' }]);
  at('2026-03-10T12:00:47Z');
  expect(await workJobs(studio)).toBe(0);
  for (const hour of ['12:02', '12:10', '13:00', '16:00']) {
    at(`2026-03-10T${hour}:00Z`);
    expect(await workJobs(studio)).toBe(1);
  }
  expect(await rows()).toMatchObject([{ state: 'due', attempts: 5 }]);
  at('2026-03-11T12:00:00Z');
  act = () => Promise.reject(new JobFailure('451 try again later'));
  expect(await workJobs(studio)).toBe(1);
  expect(await rows()).toMatchObject([
    { state: 'dead', attempts: 6, last_error: '451 try again later' },
  ]);
  at(NOW);
});

it('what changes are refused is taken back, and one that a rule refuses is given up', async () => {
  act = (job) =>
    Promise.resolve(async (tx: Tx) => {
      await leavesTrace(job)(tx);
      throw new Problem('member_not_found', 'There is no such member.');
    });
  await addJob(studio, 'one');
  await workJobs(studio);
  const last_error = 'member_not_found: There is no such member.';
  expect(await rows()).toMatchObject([{ kind: 'one', state: 'dead', attempts: 1, last_error }]);
});

it('a kind that nobody here knows stays due', async () => {
  await addJob(studio, 'of-the-next-release');
  expect(await workJobs(studio)).toBe(0);
  expect(await rows()).toMatchObject([{ state: 'due', attempts: 0 }]);
});
