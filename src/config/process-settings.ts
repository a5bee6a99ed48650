import { availableParallelism } from 'node:os';
import type { Config } from './config.js';
import type { EnvironmentReader } from './environment-reader.js';

const MOST_PROCESSES = 64;

/** How many processes are to serve; `auto` is one for each core. */
export function readProcesses(env: EnvironmentReader): number {
  const name = 'PROCESSES';
  if (env.text(name) === 'auto') return Math.min(availableParallelism(), MOST_PROCESSES);
  const text = env.text(name) ?? '1';
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_PROCESSES) return count;
  env.mistake(name, `must be auto or a whole number from 1 to ${MOST_PROCESSES}, not "${text}"`);
  return 1;
}

/** Whether a process works in the background, besides or alone. */
export function readJobs(env: EnvironmentReader, database: Config['database']): Config['jobs'] {
  const name = 'JOBS';
  const jobs = env.choice(name, ['on', 'off', 'only'], 'on');
  if (jobs === 'only' && database.kind === 'sqlite') {
    env.mistake(name, 'cannot be only: the embedded database is for one process, which serves too');
  }
  return jobs;
}
