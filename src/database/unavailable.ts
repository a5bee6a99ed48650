import { Problem } from '../common/problem.js';
import type { Fault } from './dialects/dialect.js';

/** What another try does not mend. */
export const WHAT_STAYS: ReadonlySet<Fault> = new Set(['out_of_ids', 'no_room', 'storage']);

/** What is said of the database by faults that are none of ours, and after how many seconds. */
export const UNAVAILABLE: Readonly<
  Partial<Record<Fault, readonly [text: string, retryAfter: number]>>
> = {
  conflict: ['is busy', 2],
  timeout: ['does not answer in time', 2],
  connection_lost: ['cannot be reached', 2],
  read_only: ['takes no changes', 2],
  no_room: ['has no room left', 5],
  storage: ['cannot use its files', 5],
};

/** The answer where the database could not do a work. */
export function unavailable(fault: Fault, cause: unknown): Problem {
  const [text, retryAfter] = UNAVAILABLE[fault] ?? [];
  const detail = `The database ${text} at the moment. Try again in a moment.`;
  const extras = retryAfter === undefined ? {} : { retryAfter };
  return new Problem('unavailable', detail, extras, { cause });
}
