import type { INestApplicationContext } from '@nestjs/common';
import { Background } from '../jobs/background.service.js';
import type { JobState } from '../jobs/job-rules.js';
import { Jobs } from '../jobs/jobs.service.js';
import { Tasks } from '../jobs/tasks.service.js';
import type { Terminal } from './terminal.js';
import { withExistingDatabase } from './with-app.js';

type Task = Awaited<ReturnType<Tasks['list']>>['data'][number];
type Job = Awaited<ReturnType<Jobs['list']>>['data'][number];

/** As many as one page can have. */
const JOBS_SHOWN = 100;

const WRONG_CLOCK =
  'Nothing was done: the clock of this machine is not that of the database. Set it right.\n';
const NOTHING = 'Nothing was due, or another process is at it.\n';

/** Prints what runs in the background, and how it went; false where a task failed last. */
export async function listTasks(terminal: Terminal): Promise<boolean> {
  const { data } = await withExistingDatabase(terminal, (app) => app.get(Tasks).list());
  terminal.write(textOf(data));
  return data.every(({ lastResult }) => lastResult !== 'failed');
}

/** Works what is due, once, and says how it went; false where something failed. */
export async function workJobs(terminal: Terminal): Promise<boolean> {
  const { text, isWell } = await withExistingDatabase(terminal, workedBy);
  terminal.write(text);
  return isWell;
}

async function workedBy(
  app: INestApplicationContext,
): Promise<{ readonly text: string; readonly isWell: boolean }> {
  const worked = await app.get(Background).workOnce();
  if (!worked) return { text: WRONG_CLOCK, isWell: false };
  const { tasks: names, jobs } = worked;
  if (names.length === 0 && jobs === 0) return { text: NOTHING, isWell: true };
  const { data } = await app.get(Tasks).list();
  const tasks = data.filter(({ name }) => names.includes(name));
  const tries = jobs === 0 ? '' : `${jobs} single job${jobs === 1 ? '' : 's'} begun\n`;
  return {
    text: textOf(tasks) + tries,
    isWell: tasks.every(({ lastProblem }) => lastProblem === null),
  };
}

/** Prints the jobs in a state, the latest due first; false where one is given up. */
export async function listJobs(state: JobState, terminal: Terminal): Promise<boolean> {
  const { data, nextCursor } = await withExistingDatabase(terminal, (app) =>
    app.get(Jobs).list({ state, limit: JOBS_SHOWN }),
  );
  const more = nextCursor === null ? '' : 'and more\n';
  const none = data.length === 0 ? `No job is ${state}.\n` : '';
  terminal.write(`${none}${data.map(lineOf).join('')}${more}`);
  return !data.some((job) => job.state === 'dead');
}

/** Has a job tried again that was given up. */
export async function retryJob(id: number, terminal: Terminal): Promise<void> {
  const { kind } = await withExistingDatabase(terminal, (app) => app.get(Jobs).retryByOperator(id));
  terminal.write(`Job ${id} (${kind}) is due, and will be tried as often as a new one.\n`);
}

function lineOf({ id, kind, state, attempts, dueAt, finishedAt, lastError }: Job): string {
  const when = finishedAt === null ? `since ${dueAt}` : `at ${finishedAt}`;
  const why = lastError === null ? '' : `: ${lastError}`;
  const times = `${attempts} time${attempts === 1 ? '' : 's'}`;
  return `${id}  ${kind}  ${state} ${when}, begun ${times}${why}\n`;
}

function textOf(tasks: readonly Task[]): string {
  const width = Math.max(...tasks.map(({ name }) => name.length));
  return tasks.map((task) => `${task.name.padEnd(width)}  ${stateOf(task)}\n`).join('');
}

function stateOf({ isRunning, lastRunAt, lastTookMs, lastProblem, nextRunAt }: Task): string {
  const how = lastProblem === null ? 'done' : `failed (${lastProblem})`;
  const last = lastRunAt === null ? 'never ran' : `${how} at ${lastRunAt}, took ${lastTookMs} ms`;
  if (isRunning) return `${last}; runs now`;
  return nextRunAt === null ? last : `${last}; due at ${nextRunAt}`;
}
