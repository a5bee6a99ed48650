import type { TaskDto } from '../api/generated/types.gen.js';

/** A task that is due is begun within seconds, where any process works. */
const LATE_MS = 15 * 60_000;

/** How a task stands: what asks for something first. */
export type TaskStanding = 'running' | 'overdue' | 'failed' | 'fine';

/** Says whether a task is under way, was not begun in time, or has failed the last time. */
export function standingOf({ isRunning, nextRunAt, lastResult }: TaskDto, now: Date): TaskStanding {
  if (isRunning) return 'running';
  if (nextRunAt !== null && Date.parse(nextRunAt) + LATE_MS < now.getTime()) return 'overdue';
  return lastResult === 'failed' ? 'failed' : 'fine';
}
