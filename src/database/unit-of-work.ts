import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import { DIALECT } from './dialects/dialect.token.js';
import type { Dialect, Fault, Mode } from './dialects/dialect.js';
import { driverErrorOf } from './faults.js';
import { outOfIds } from './out-of-ids.js';
import { SharedTimes } from './shared-times.js';
import { NotRun, StatementFailed } from './statement.js';
import { isLost, type Surroundings, TryAgain, Tx } from './tx.js';
import { ValueRejected } from './value-rejected.js';

/** No retry starts later than this after the first try. */
const RETRY_WITHIN_MS = 5_000;

/** The result of a work; with `discard` it is rolled back though nothing failed. */
export interface Ending<T> {
  readonly result: T;
  readonly discard?: boolean;
}

/**
 * The only access to the database. A work is a closure over a `Tx`; it holds nothing but database
 * calls, because it may be run again from the start when another writer was in the way.
 */
@Injectable()
export class UnitOfWork {
  private readonly logger = new Logger(UnitOfWork.name);
  private readonly inside = new AsyncLocalStorage<true>();
  private readonly surroundings: Surroundings;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(DIALECT) private readonly dialect: Dialect,
    config: Config,
  ) {
    this.surroundings = {
      dialect,
      faultOf: this.faultOf,
      times: new SharedTimes(config.databaseTimeZone),
      countedRateTypes: config.countedRateTypes,
    };
  }

  /** Reads without a transaction: each statement sees what is committed when it runs. */
  async read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.persist('read', async (tx) => ({ result: await work(tx) }), false);
  }

  /** Reads several things that must agree with each other, as of one moment. */
  async snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.persist('snapshot', async (tx) => ({ result: await work(tx) }), false);
  }

  /**
   * Changes, all of it or nothing. `replayable` says that the work recognises its own earlier
   * commit, so that it may be tried again even when the answer to a COMMIT was lost.
   */
  async write<T>(
    work: (tx: Tx) => Promise<Ending<T>>,
    { replayable = false }: { replayable?: boolean } = {},
  ): Promise<T> {
    return this.persist('write', work, replayable);
  }

  private readonly faultOf = (error: unknown): Fault => {
    if (error instanceof TryAgain) return 'conflict';
    if (error instanceof NotRun || error instanceof StatementFailed) {
      return error.cause === undefined ? 'other' : this.faultOf(error.cause);
    }
    return error instanceof Problem ? 'other' : this.dialect.classify(driverErrorOf(error));
  };

  private async persist<T>(
    mode: Mode,
    work: (tx: Tx) => Promise<Ending<T>>,
    replayable: boolean,
  ): Promise<T> {
    // A nested work could wait for ever for the connection that the outer one holds.
    if (this.inside.getStore()) throw new Error('a work must use its own tx, not open another');
    const startedAt = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const progress = { committing: false };
      try {
        const task = () => this.inside.run(true, () => this.attempt(mode, work, progress));
        return await this.inTurn(task);
      } catch (error) {
        const fault = this.faultOf(error);
        if (fault === 'value_rejected') throw this.valueRejected(error);
        if (fault === 'out_of_ids') throw outOfIds(error);
        if (fault === 'other' || fault === 'duplicate' || fault === 'check') throw error;
        const safe = fault === 'conflict' || !progress.committing || replayable;
        const pauseMs = Math.min(20 * 2 ** attempt, 500) * (0.5 + Math.random());
        const outOfTime = performance.now() - startedAt + pauseMs > RETRY_WITHIN_MS;
        if (!safe || outOfTime) throw unavailable(fault, error);
        this.logger.warn({ msg: 'database work tried again', fault, attempt });
        await sleep(pauseMs);
      }
    }
  }

  private valueRejected(error: unknown): unknown {
    const { narrowColumns } = this.dialect;
    if (!narrowColumns) return error;
    return new ValueRejected(narrowColumns.refusalOf(driverErrorOf(error)), error);
  }

  private async inTurn<T>(task: () => Promise<T>): Promise<T> {
    return this.dialect.queue ? this.dialect.queue.run(task) : task();
  }

  private async attempt<T>(
    mode: Mode,
    work: (tx: Tx) => Promise<Ending<T>>,
    progress: { committing: boolean },
  ): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    await this.dialect.acquire(runner);
    const tx = new Tx(runner, mode, this.surroundings);
    let broken = false;
    try {
      const { result, discard = false } = await work(tx);
      progress.committing = mode === 'write' && !discard;
      await (discard ? tx.rollback() : tx.commit());
      return result;
    } catch (error) {
      if (isLost(this.faultOf(error))) tx.abandon(error);
      broken = !(await this.rolledBack(tx));
      throw error instanceof NotRun ? (error.cause ?? error) : error;
    } finally {
      await this.dialect.release(runner, broken);
    }
  }

  /** Rolls back explicitly: after some errors the server has done so itself, after others not. */
  private async rolledBack(tx: Tx): Promise<boolean> {
    try {
      await tx.rollback();
      return true;
    } catch (error) {
      // On SQLite the error says that the transaction was already rolled back.
      return this.dialect.queue !== undefined && this.faultOf(error) === 'other';
    }
  }
}

const FAULT_TEXTS: Readonly<Partial<Record<Fault, string>>> = {
  conflict: 'is busy',
  timeout: 'does not answer in time',
  connection_lost: 'cannot be reached',
};

function unavailable(fault: Fault, cause: unknown): Problem {
  const detail = `The database ${FAULT_TEXTS[fault]} at the moment. Try again in a moment.`;
  return new Problem('unavailable', detail, { retryAfter: 2 }, { cause });
}
