import type { Figures } from '../common/metrics.js';

/** How often something may be tried, and for how long it is refused from then on. */
export interface AttemptLimit {
  readonly most: number;
  readonly withinMs: number;
  readonly refusedForMs: number;
}

/** What has become of an attempt. */
export interface AttemptCount {
  /** Those that count now, with this one. */
  readonly count: number;
  readonly isRefused: boolean;
  /** When the first of them counts no more, or the refusal is over. */
  readonly endsInMs: number;
}

/**
 * What is in memory and must be one for all processes that serve. Everything else that a process
 * remembers is its own: what it read from the database, or the connections that it holds.
 */
export abstract class SharedState {
  /** Counts an attempt, unless it is refused. */
  abstract countAttempt(key: string, limit: AttemptLimit): Promise<AttemptCount>;

  /** Whether the caller is the one who does what is done once in a while by one process. */
  abstract takesTurn(task: string, everyMs: number): Promise<boolean>;

  /**
   * Takes one of the places of an owner. Where all are taken, whoever came first is told by
   * `giveUp`. Gives the function that leaves the place.
   */
  abstract takePlace(owner: string, places: number, giveUp: () => void): () => void;

  /** Says where the figures of this process are read. */
  abstract reportBy(read: () => Figures): void;

  /** The figures of all processes together; undefined while nobody can tell. */
  abstract figuresOfAll(): Promise<Figures | undefined>;
}
