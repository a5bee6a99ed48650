import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { MINUTE_MS } from '../common/durations.js';
import { type EntityClass, tableOf } from '../database/entity-sql.js';
import { countExpired, deleteExpired } from '../database/expired-rows.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Waiting } from '../http/waiting.js';
import { SharedState } from '../processes/shared-state.js';

const EVERY_MS = 10 * MINUTE_MS;
/** Rows per transaction, or little more, so that none holds its locks for long. */
const BATCH = 500;
/** Transactions per round; what is left then waits for the next round. */
const BATCHES_A_ROUND = 200;

/** An entity whose rows expire; `keptForMs` is how long they are kept after that. */
interface CleanupTask {
  readonly entity: EntityClass<{ expiresAt: Date }>;
  readonly keptForMs: number;
}

/** Work of every round besides: it stops where the process ends, and goes on in a later round. */
type Job = (isEnding: () => boolean) => Promise<void>;

/** Deletes rows that expire: idempotency records, tokens and tickets. Never packages or history. */
@Injectable()
export class Cleanup implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Cleanup.name);
  private readonly tasks: CleanupTask[] = [];
  private readonly jobs: Job[] = [];
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private isEnding = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly shared: SharedState,
    private readonly waiting: Waiting,
  ) {}

  /** Adds an entity to every round; called once by each service whose rows expire. */
  register(entity: CleanupTask['entity'], keptForMs = 0): void {
    this.tasks.push({ entity, keptForMs });
  }

  /** Adds a job to every round; called once by each service that has one. */
  also(job: Job): void {
    this.jobs.push(job);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.round = this.runInTurn().catch((error: unknown) => {
        this.logger.warn({ msg: 'cleanup will be tried again', err: error });
      });
    }, EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    this.isEnding = true;
    await this.round;
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
   * One round where it is the turn of this process: several would delete the same rows at the same
   * time. None while it waits for its tables, of which some may not be there.
   */
  async runInTurn(): Promise<void> {
    if (this.waiting.reason !== undefined) return;
    if (await this.shared.takesTurn('cleanup', EVERY_MS)) await this.runNow();
  }

  /** Runs one round of all tasks; where the process ends meanwhile, the next one does the rest. */
  async runNow(): Promise<void> {
    for (const { entity, keptForMs } of this.tasks) {
      for (let batch = 0; batch < BATCHES_A_ROUND; batch += 1) {
        const removed = await this.unitOfWork.write(async (tx) => {
          return { result: await deleteExpired(tx, entity, this.before(keptForMs), BATCH) };
        });
        if (this.isEnding) return;
        if (removed < BATCH) break;
      }
    }
    for (const job of this.jobs) await this.runJob(job);
  }

  /** One that fails, for want of a right of the database user, holds up no other. */
  private async runJob(job: Job): Promise<void> {
    try {
      await job(() => this.isEnding);
    } catch (error) {
      this.logger.warn({ msg: 'a job of the cleanup will be tried again', err: error });
    }
  }

  private before(keptForMs: number): Date {
    return new Date(this.clock.now().getTime() - keptForMs);
  }
}
