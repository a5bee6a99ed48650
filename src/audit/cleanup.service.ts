import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { tableOf } from '../database/entity-sql.js';
import { countExpired, deleteExpired, type Expiring } from '../database/expired-rows.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';

/** Rows per transaction, or little more, so that none holds its locks for long. */
const BATCH = 500;
/** Transactions per round; what is left then waits for the next round. */
const BATCHES_A_ROUND = 200;

/** An entity whose rows expire; `keptForMs` is how long they are kept after that. */
interface CleanupTask {
  readonly entity: Expiring;
  readonly keptForMs: number;
}

/** Work of every round besides: it stops where the process ends, and goes on in a later round. */
type Job = (isEnding: () => boolean) => Promise<void>;

/** Deletes rows that expire: records, tokens, tickets, old jobs. Never packages or history. */
@Injectable()
export class Cleanup {
  private readonly tasks: CleanupTask[] = [];
  private readonly jobs: Job[] = [];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Adds an entity to every round; called once by each service whose rows expire. */
  register(entity: CleanupTask['entity'], keptForMs = 0): void {
    this.tasks.push({ entity, keptForMs });
  }

  /** Adds a job to every round; called once by each service that has one. */
  also(job: Job): void {
    this.jobs.push(job);
  }

  /** How many rows the next round finds, by table, each counted up to `limit`. */
  async countDue(tx: Tx, limit: number): Promise<{ table: string; rows: number }[]> {
    const counting = this.tasks.map(async ({ entity, keptForMs }) => {
      const rows = await countExpired(tx, entity, this.before(keptForMs), limit);
      return { table: tableOf(entity).replaceAll('`', ''), rows };
    });
    return Promise.all(counting);
  }

  /**
   * Runs one round, as far as it gets before it is told to come to its end; the next one does the
   * rest. Throws, behind all else, what a job of the round failed with.
   */
  async runNow(isEnding: () => boolean = () => false): Promise<void> {
    for (const { entity, keptForMs } of this.tasks) {
      for (let batch = 0; batch < BATCHES_A_ROUND; batch += 1) {
        const removed = await this.unitOfWork.write(async (tx) => {
          return { result: await deleteExpired(tx, entity, this.before(keptForMs), BATCH) };
        });
        if (isEnding()) return;
        if (removed < BATCH) break;
      }
    }
    await this.runJobs(isEnding);
  }

  /** One that fails, for want of a right of the database user, holds up no other. */
  private async runJobs(isEnding: () => boolean): Promise<void> {
    const failures: unknown[] = [];
    for (const job of this.jobs) {
      await job(isEnding).catch((error: unknown) => void failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  private before(keptForMs: number): Date {
    return new Date(this.clock.now().getTime() - keptForMs);
  }
}
