import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../common/problem.js';
import type { Tx } from '../database/tx.js';
import type { UnitOfWork } from '../database/unit-of-work.js';

/** How far a verification is: its pass, and the id that it is at, of the highest one. */
export interface Progress {
  readonly pass: string;
  readonly at: number;
  readonly of: number;
  /** Set while the database cannot be reached. */
  readonly isWaiting?: boolean;
}

export type Watch = (progress: Progress) => void;

/** One way through the ids of something, a part at a time, by rising id. */
export interface Pass<Part extends { readonly highest: number }> {
  readonly name: string;
  /** The highest id there is. */
  last(tx: Tx): Promise<number>;
  /** Reads the part that follows an id, all of it as of one moment; undefined at the end. */
  next(tx: Tx, after: number): Promise<Part | undefined>;
  /** Keeps what was found in a part; each comes once, however often it had to be read. */
  take(part: Part): void;
}

/**
 * As long as one snapshot is kept. While one is open, the server keeps all that others change, and
 * the embedded database's log grows.
 */
const SNAPSHOT_MS = 5_000;
/** How patient a run is while the database is away. */
interface Patience {
  /** Without any part being read. */
  readonly giveUpAfterMs: number;
  readonly pauseMs: number;
}
const PATIENCE: Patience = { giveUpAfterMs: 60_000, pauseMs: 1_000 };

/** Goes through passes, each from where it was when the connection is lost. */
export class Passes {
  private readonly patience: Patience;

  constructor(
    private readonly unitOfWork: Pick<UnitOfWork, 'snapshot'>,
    private readonly watch: Watch,
    patience: Partial<Patience> = {},
  ) {
    this.patience = { ...PATIENCE, ...patience };
  }

  /** Runs one to its end. */
  async run<Part extends { readonly highest: number }>(pass: Pass<Part>): Promise<void> {
    const way = new Way();
    while (!way.isDone) {
      try {
        await this.unitOfWork.snapshot((tx) => this.goOn(tx, pass, way));
      } catch (error) {
        if (way.idleMs > this.patience.giveUpAfterMs || !isUnavailable(error)) throw error;
        this.watch({ pass: pass.name, at: way.at, of: way.at, isWaiting: true });
        await sleep(this.patience.pauseMs);
      }
    }
  }

  private async goOn<Part extends { readonly highest: number }>(
    tx: Tx,
    pass: Pass<Part>,
    way: Way,
  ): Promise<void> {
    if (way.isDone) return;
    const until = performance.now() + SNAPSHOT_MS;
    const of = await pass.last(tx);
    while (performance.now() < until) {
      const part = await pass.next(tx, way.at);
      if (!part) {
        way.end();
        return;
      }
      pass.take(part);
      way.moveTo(part.highest);
      this.watch({ pass: pass.name, at: way.at, of });
    }
  }
}

/** How far a pass is; kept when a snapshot ends, be it in time or by a fault. */
class Way {
  at = 0;
  isDone = false;
  private movedAt = performance.now();

  /** For how long it has not moved. */
  get idleMs(): number {
    return performance.now() - this.movedAt;
  }

  moveTo(id: number): void {
    this.at = id;
    this.movedAt = performance.now();
  }

  end(): void {
    this.isDone = true;
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Problem && error.code === 'unavailable';
}
