import type { INestApplicationContext } from '@nestjs/common';
import { Background } from '../jobs/background.service.js';
import { Tasks } from '../jobs/tasks.service.js';
import type { Terminal } from './terminal.js';
import { withExistingDatabase } from './with-app.js';

type Task = Awaited<ReturnType<Tasks['list']>>['data'][number];

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
  const names = await app.get(Background).workOnce();
  if (!names) return { text: WRONG_CLOCK, isWell: false };
  if (names.length === 0) return { text: NOTHING, isWell: true };
  const { data } = await app.get(Tasks).list();
  const worked = data.filter(({ name }) => names.includes(name));
  return { text: textOf(worked), isWell: worked.every(({ lastProblem }) => lastProblem === null) };
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
