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

/** What has become of a code that was given to set the studio up. */
export interface SetUpTry {
  readonly isRight: boolean;
  /** For so long no code is looked at, right or wrong; 0 where this one was. */
  readonly refusedForMs: number;
}

/** Something that is counted by the hour. */
export interface Counted {
  /** What it is; of the same few words. */
  readonly what: string;
  /** Whose it is. */
  readonly key: string;
  /** When it was, in milliseconds since 1970. */
  readonly atMs: number;
  /** So many of one key count in the sum of all. */
  readonly most: number;
}

/** How often it was in its hour, and since when, in milliseconds since 1970. */
export interface HourCount {
  readonly count: number;
  readonly sinceMs: number;
}

/** The count of one key, and of all, each key up to its limit. */
export interface HourCounted extends HourCount {
  readonly all: HourCount;
}

/**
 * What is in memory and must be one for all processes that serve. Everything else that a process
 * remembers is its own: what it read from the database, or the connections that it holds.
 */
export abstract class SharedState {
  /** Counts an attempt, unless it is refused. */
  abstract countAttempt(key: string, limit: AttemptLimit): Promise<AttemptCount>;

  /** Looks at a code by which somebody wants to set the studio up; undefined while nobody can. */
  abstract trySetUpCode(given: string): Promise<SetUpTry | undefined>;

  /** Counts by the hour; the memory that it takes is bounded, whatever the keys are. */
  abstract countInHour(counted: Counted): Promise<HourCounted>;

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
