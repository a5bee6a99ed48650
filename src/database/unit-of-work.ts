import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Meter } from '../common/meter.js';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import { DIALECT } from './dialects/dialect.token.js';
import { type Dialect, type Fault, type Mode, WAIT_MS } from './dialects/dialect.js';
import { driverErrorOf } from './faults.js';
import { Outage } from './outage.js';
import { outOfIds } from './out-of-ids.js';
import type { Wish } from './serial-queue.js';
import { ProductDataSource } from './product-data-source.js';
import { type LineOf, type Reading, ReportLine } from './report-line.js';
import { SharedTimes } from './shared-times.js';
import { NotRun, StatementFailed } from './statement.js';
import { isLost, type Surroundings, TryAgain } from './surroundings.js';
import { Tx } from './tx.js';
import { UNAVAILABLE, unavailable, WHAT_STAYS } from './unavailable.js';
import { ValueRejected } from './value-rejected.js';
import { WorkMeter, type WorkPlace } from './work-meter.js';

/** No retry starts later than this after the first try. */
const RETRY_WITHIN_MS = 5_000;
/** So long after a change found no room, the next one may well find none either. */
const NO_ROOM_FOR_MS = 5_000;

/**
 * The unit whose work is under way. One for all, since each that has been entered costs every
 * promise of the process from then on (Node 20), and is never given up.
 */
const inside = new AsyncLocalStorage<UnitOfWork>();

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
  /** Costs a tenth of each request on Node 20: what development and tests find is enough. */
  private readonly refusesNested: boolean;
  private readonly surroundings: Surroundings;
  private foundNoRoomAt: number | undefined;
  private readonly works: WorkMeter;
  private readonly lines: Readonly<Record<LineOf, ReportLine>>;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(DIALECT) private readonly dialect: Dialect,
    config: Config,
    meter: Meter = new Meter(),
    private readonly outage: Outage = new Outage(),
  ) {
    this.refusesNested = !config.production;
    this.works = new WorkMeter(meter, config.database);
    const lineOf = (of: LineOf) =>
      ReportLine.of(of, config.database, meter, () => this.works.underWay);
    this.lines = { reports: lineOf('reports'), searches: lineOf('searches') };
    const { queue } = dialect;
    if (queue && dataSource instanceof ProductDataSource) {
      dataSource.beforeClosing = async () => queue.close();
    }
    this.surroundings = {
      dialect,
      faultOf: this.faultOf,
      times: new SharedTimes(config.databaseTimeZone),
      countedRateTypes: config.countedRateTypes,
      studioTimeZone: config.studioTimeZone,
    };
  }

  /** Reads without a transaction: each statement sees what is committed when it runs. */
  async read<T>(work: (tx: Tx) => Promise<T>, reading: Reading = {}): Promise<T> {
    return this.look('read', work, reading);
  }

  /** Reads several things that must agree with each other, as of one moment. */
  async snapshot<T>(work: (tx: Tx) => Promise<T>, reading: Reading = {}): Promise<T> {
    return this.look('snapshot', work, reading);
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

  /**
   * Runs a work that writes before all that wait, and only once: for finding out whether changes
   * are possible. Throws `unavailable` where they are not.
   */
  async probe(work: (tx: Tx) => Promise<unknown>, withinMs: number): Promise<void> {
    const place = this.works.enter();
    const toTheEnd = async (tx: Tx) => ({ result: await work(tx) });
    const task = async () => this.attempt('write', toTheEnd, { committing: false }, place);
    try {
      await this.inTurn(task, place, { writes: true, isFirst: true, withinMs });
      this.outage.noteAnswer();
    } catch (error) {
      const fault = this.faultOf(error);
      this.outage.noteFailure(fault, error);
      throw UNAVAILABLE[fault] === undefined ? error : unavailable(fault, error);
    } finally {
      place.leave();
    }
  }

  /** Whether the last change failed for want of room, a moment ago; no probe shows that surely. */
  get lacksRoom(): boolean {
    const { foundNoRoomAt } = this;
    return foundNoRoomAt !== undefined && performance.now() - foundNoRoomAt < NO_ROOM_FOR_MS;
  }

  private readonly faultOf = (error: unknown): Fault => {
    if (error instanceof TryAgain) return 'conflict';
    if (error instanceof NotRun || error instanceof StatementFailed) {
      return error.cause === undefined ? 'other' : this.faultOf(error.cause);
    }
    return error instanceof Problem ? 'other' : this.dialect.classify(driverErrorOf(error));
  };

  private async look<T>(mode: Mode, work: (tx: Tx) => Promise<T>, how: Reading): Promise<T> {
    const task = async () => this.persist(mode, async (tx) => ({ result: await work(tx) }), false);
    if (how.isReport) return this.lines.reports.run(task);
    return how.isSearch ? this.lines.searches.run(task) : task();
  }

  private async persist<T>(
    mode: Mode,
    work: (tx: Tx) => Promise<Ending<T>>,
    replayable: boolean,
  ): Promise<T> {
    // A nested work would wait for the connection that the outer one holds.
    if (inside.getStore() === this) throw new Error('a work must use its own tx, not open another');
    const startedAt = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const progress = { committing: false };
      const place = this.works.enter();
      try {
        const task = () => this.attempt(mode, work, progress, place);
        const wish = { writes: mode === 'write', withinMs: WAIT_MS[mode] };
        const result = await this.inTurn(task, place, wish);
        this.outage.noteAnswer();
        return result;
      } catch (error) {
        const fault = this.faultOf(error);
        this.outage.noteFailure(fault, error);
        this.throwWhatStays(fault, error, mode, place);
        const safe = fault === 'conflict' || !progress.committing || replayable;
        const pauseMs = Math.min(20 * 2 ** attempt, 500) * (0.5 + Math.random());
        const outOfTime = performance.now() - startedAt + pauseMs > RETRY_WITHIN_MS;
        if (!safe || outOfTime) {
          this.works.noteUnavailable(fault);
          throw unavailable(fault, error);
        }
        this.logger.warn({ msg: 'database work tried again', fault, attempt });
        this.works.noteRetry(error);
        place.leave();
        await sleep(pauseMs);
      } finally {
        place.leave();
      }
    }
  }

  /** Throws where another try would come to the same. */
  private throwWhatStays(fault: Fault, error: unknown, mode: Mode, place: WorkPlace): void {
    if (fault === 'value_rejected') throw this.valueRejected(error);
    if (WHAT_STAYS.has(fault)) this.works.noteUnavailable(fault);
    if (fault === 'out_of_ids') throw outOfIds(error);
    if (UNAVAILABLE[fault] === undefined) {
      this.works.noteFinal(place);
      throw error;
    }
    if (fault === 'no_room' && mode === 'write') this.foundNoRoomAt = performance.now();
    if (WHAT_STAYS.has(fault)) throw unavailable(fault, error);
  }

  private valueRejected(error: unknown): unknown {
    const { narrowColumns } = this.dialect;
    if (!narrowColumns) return error;
    return new ValueRejected(narrowColumns.refusalOf(driverErrorOf(error)), error);
  }

  private async inTurn<T>(task: () => Promise<T>, place: WorkPlace, wish: Wish): Promise<T> {
    const marked = this.refusesNested ? async () => inside.run(this, task) : task;
    const { queue } = this.dialect;
    if (!queue) return marked();
    const isLocked = (error: unknown) => {
      // A row that another work of ours has changed is no lock of another program.
      if (error instanceof TryAgain || this.faultOf(error) !== 'conflict') return false;
      this.works.noteRetry(error);
      place.waitAgain();
      return true;
    };
    return queue.run(marked, { ...wish, isLocked });
  }

  private async attempt<T>(
    mode: Mode,
    work: (tx: Tx) => Promise<Ending<T>>,
    progress: { committing: boolean },
    place: WorkPlace,
  ): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    await this.dialect.acquire(runner, WAIT_MS[mode]);
    place.begin();
    const tx = new Tx(runner, mode, this.surroundings);
    let broken = false;
    try {
      const { result, discard = false } = await work(tx);
      progress.committing = mode === 'write' && !discard;
      await (discard ? tx.rollback() : tx.commit());
      if (progress.committing) this.dialect.requireInPlace?.();
      // One that changes nothing needs no room.
      if (progress.committing && tx.hasChangedRows) this.foundNoRoomAt = undefined;
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
