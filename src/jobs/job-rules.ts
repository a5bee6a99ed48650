import { DAY_MS, HOUR_MS, MINUTE_MS } from '../common/durations.js';
import { DEAD_JOBS_KEPT_DAYS } from '../common/limits.js';
import { Problem } from '../common/problem.js';

/** Waits for its time, is under way, was done, or is given up until an admin has it tried again. */
export const JOB_STATES = ['due', 'leased', 'done', 'dead'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** How long after a try that failed the next one is, from the first on; then it is given up. */
const PAUSES_MS = [1 * MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 12 * HOUR_MS];
/** What fails at the same moment is not to be tried at the same moment again. */
const JITTER = 0.2;

/** How often a job is begun at most: at once, and after each of the pauses. */
export const MOST_ATTEMPTS = PAUSES_MS.length + 1;

/** How long what is over can be looked up. */
export const KEPT_MS = { done: 7 * DAY_MS, dead: DEAD_JOBS_KEPT_DAYS * DAY_MS } as const;

/** As the column. */
const MAX_REASON_LENGTH = 500;

/** A try that failed for a reason which may be shown, and so holds nothing that is secret. */
export class JobFailure extends Error {
  constructor(
    reason: string,
    /** Whether another try would come to the same. */
    readonly isFinal = false,
  ) {
    super(reason);
    this.name = 'JobFailure';
  }
}

/**
 * How long to wait for the next try, in milliseconds; undefined where there is none: it was the
 * last one, or it failed by what another one would find again.
 * @param attempts how often it was begun
 * @param random from 0 to 1
 */
export function pauseAfter(attempts: number, failure: unknown, random: number): number | undefined {
  if (wouldFailAgain(failure)) return undefined;
  const pauseMs = PAUSES_MS[attempts - 1];
  return pauseMs === undefined ? undefined : pauseMs * (1 + JITTER * (2 * random - 1));
}

/** Why a try failed, as it is kept and shown. Other errors may hold values of rows. */
export function reasonOf(failure: unknown): string {
  if (failure instanceof JobFailure) return cut(failure.message);
  if (failure instanceof Problem) return cut(`${failure.code}: ${failure.detail}`);
  return 'internal_error';
}

/** A whole number of characters: half of one is refused by a server. */
function cut(reason: string): string {
  return Array.from(reason.toWellFormed()).slice(0, MAX_REASON_LENGTH).join('');
}

function wouldFailAgain(failure: unknown): boolean {
  if (failure instanceof JobFailure) return failure.isFinal;
  return failure instanceof Problem && failure.status >= 400 && failure.status < 500;
}
