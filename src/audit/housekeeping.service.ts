import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { MINUTE_MS } from '../common/durations.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';

const EVERY_MS = 10 * MINUTE_MS;
/** Rows a transaction, so that none holds its locks for long. */
const BATCH = 500;
/** Transactions a round; what is left then waits for the next round. */
const BATCHES_A_ROUND = 200;

/** Removes up to `limit` rows whose time is over, and says how many it removed. */
export type Sweeper = (tx: Tx, now: Date, limit: number) => Promise<number>;

/** Deletes rows that expire: idempotency records, tokens and tickets. Never packages or history. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Housekeeping.name);
  private readonly sweepers: Sweeper[] = [];
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Has something swept from now on; called once by each module that keeps such rows. */
  register(sweeper: Sweeper): void {
    this.sweepers.push(sweeper);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.round = this.sweep().catch((error: unknown) => {
        this.logger.warn({ msg: 'housekeeping will try again', err: error });
      });
    }, EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  /** One round over everything that was registered. */
  async sweep(): Promise<void> {
    for (const sweeper of this.sweepers) {
      for (let batch = 0; batch < BATCHES_A_ROUND; batch += 1) {
        const removed = await this.unitOfWork.write(async (tx) => ({
          result: await sweeper(tx, this.clock.now(), BATCH),
        }));
        if (removed < BATCH) break;
      }
    }
  }
}
