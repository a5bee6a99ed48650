import type { Tx } from '../database/tx.js';

/** What a job is about: ids and names of things. Never a password, a token, or a link. */
export type Payload = Readonly<Record<string, string | number | boolean | null>>;

/** The longest payload, in bytes of its JSON: it names things, and does not hold them. */
export const MAX_PAYLOAD_BYTES = 4_000;

/** A job that this process does just now. */
export interface Job<P extends Payload = Payload> {
  /** The same at each try: what happens outside the database is told from it to be the same. */
  readonly id: number;
  readonly payload: P;
  /** The first try is 1. */
  readonly attempt: number;
  /** Whether to come to an end: the process ends, or another one has taken the job over. */
  readonly isEnding: () => boolean;
  /** What is kept of it once it is done, where its payload was; nothing where nothing is said. */
  readonly keep: (facts: Payload) => void;
}

/** What a job changes in the database, in the transaction that says that it is done. */
export type JobChanges = (tx: Tx) => Promise<unknown>;

/** Does the jobs of a kind. */
export interface JobHandler<P extends Payload = Payload> {
  /** Its name in the database, for good, in lower case. */
  readonly kind: string;
  /** How many of them a process does at the same time; 1 where nothing is said. */
  readonly atOnce?: number;
  /**
   * Does what happens outside the database, at least once, and gives what happens within: that
   * happens exactly once. It is tried again where it throws, unless that is a `Problem` of a
   * status below 500, or a final `JobFailure`.
   */
  run(job: Job<P>): Promise<JobChanges | undefined>;
}
