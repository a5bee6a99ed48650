import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE_MS } from '../common/durations.js';

/** Nobody else takes it for so long after the last word of who has it: a process that died. */
export const LEASE_MS = MINUTE_MS;
/** Who has it says so this often: twice may go wrong. */
const EXTEND_EVERY_MS = 20_000;
/** How long what is under way has for its end, where the process ends. */
export const END_WITHIN_MS = 8_000;
/** A database that does not answer holds up no end. */
const RELEASE_WITHIN_MS = 1_000;

/** What is under way in the background, as whoever does it sees it. */
export class Turn {
  private isOver = false;

  constructor(private readonly extendEveryMs = EXTEND_EVERY_MS) {}

  /**
   * Whether to come to an end, with what is done so far: the process ends, or another one has
   * taken it over.
   */
  readonly isEnding = (): boolean => this.isOver;

  /** Says to come to an end. */
  end(): void {
    this.isOver = true;
  }

  /** Keeps the lease as long as the work takes. `extend` says whether it is still ours. */
  async during<T>(work: () => Promise<T>, extend: () => Promise<boolean>): Promise<T> {
    const timer = setInterval(() => {
      extend().then(
        (isOurs) => (isOurs ? undefined : this.end()),
        // Of a database that is away for a moment; the next time may be in time.
        () => undefined,
      );
    }, this.extendEveryMs).unref();
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }
}

/** What is under way by its lease, and its end. */
export type UnderWay<L> = ReadonlyMap<L, { readonly turn: Turn; readonly done: Promise<void> }>;

/**
 * Has all that is under way come to an end, and gives back what has not in time. Never throws, as
 * long as `giveBack` does not.
 */
export async function endInTime<L>(
  underWay: UnderWay<L>,
  giveBack: (lease: L) => Promise<void>,
  graceMs: number,
): Promise<void> {
  const runs = [...underWay.values()];
  for (const { turn } of runs) turn.end();
  const done = runs.map((run) => run.done);
  await withinMs(graceMs, done);
  const left = [...underWay.keys()].map(giveBack);
  await withinMs(RELEASE_WITHIN_MS, left);
}

/** Resolves when all have, or after so long. */
export async function withinMs(ms: number, all: readonly Promise<void>[]): Promise<void> {
  if (all.length === 0) return;
  const early = new AbortController();
  const late = sleep(ms, undefined, { signal: early.signal }).catch(() => undefined);
  await Promise.race([Promise.all(all), late]);
  early.abort();
}
