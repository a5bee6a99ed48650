import { JobRunner } from '../../src/jobs/job-runner.service.js';
import { Jobs } from '../../src/jobs/jobs.service.js';
import type { Payload } from '../../src/jobs/job-handler.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { Studio } from './studio.js';

/** Adds a job in a transaction of its own. */
export async function addJob(
  { app }: Studio,
  kind: string,
  payload: Payload = {},
  how: { dedupeKey?: string; dueAt?: Date } = {},
): Promise<void> {
  await app.get(UnitOfWork).write(async (tx) => {
    await app.get(Jobs).add(tx, kind, payload, how);
    return { result: undefined };
  });
}

/** Does all that is due in a studio's own process, and gives how many were begun. */
export async function workJobs({ app }: Studio): Promise<number> {
  return app.get(JobRunner).workDue();
}

/** The id of a job that was given up. */
export async function deadJob({ sql }: Studio): Promise<number> {
  const at = '2026-03-10 11:00:00.000';
  await sql(
    `INSERT INTO coach_job (kind, payload, state, due_at, attempts, last_error, created_at,
        finished_at, expires_at) VALUES ('given-up', '{}', 'dead', ?, 6, '451 later', ?, ?, ?)`,
    [at, at, at, '2026-06-08 11:00:00.000'],
  );
  const [last] = await sql<{ id: number }>('SELECT MAX(id) AS id FROM coach_job');
  return Number(last?.id);
}
