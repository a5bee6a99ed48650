import type { EntityManager, QueryRunner } from 'typeorm';
import type { RateType } from '../config/config.js';
import type { Mode } from './dialects/dialect.js';
import type { SharedTimes } from './shared-times.js';
import { StatementQueue } from './statement-queue.js';
import { NotRun, type Question, type SqlValue, type StatementResult } from './statement.js';
import { isLost, type Surroundings } from './surroundings.js';
import { UnwatchedWrites } from './unwatched-writes.js';

export type { SqlValue } from './statement.js';
export { TryAgain } from './surroundings.js';

/** What a write statement did. */
export type Written = Omit<StatementResult, 'rows'>;

/**
 * One open connection to the database, usually in a transaction. It is the first parameter of
 * every repository method, so that no statement can run outside the work it belongs to.
 *
 * Statements that are issued without waiting for one another are sent together, in their order:
 * `await Promise.all([…])` around two repository calls saves a round trip.
 */
export class Tx {
  /** Reads and writes the times in tables that PHP shares. */
  readonly times: SharedTimes;
  /** Says which rows of subscriptions are counted, and by which days they are frozen. */
  readonly countedRateTypes: readonly RateType[];
  readonly studioTimeZone: string;

  private readonly queue: StatementQueue;
  private readonly unwatched = new UnwatchedWrites();
  private readonly afterCommit: (() => void)[] = [];
  private beginning: Promise<unknown> | undefined;
  private changedRows = 0;
  private question: Question | undefined;
  private answering: Promise<void> | undefined;

  constructor(
    private readonly runner: QueryRunner,
    private readonly mode: Mode,
    private readonly surroundings: Surroundings,
  ) {
    this.times = surroundings.times;
    this.countedRateTypes = surroundings.countedRateTypes;
    this.studioTimeZone = surroundings.studioTimeZone;
    this.queue = new StatementQueue(
      async (bundle) => surroundings.dialect.send(runner, bundle),
      (error) => this.isDuplicate(error) || this.isValueRejected(error),
    );
  }

  /** Whether there is a transaction that must be ended. */
  get isOpen(): boolean {
    return this.beginning !== undefined;
  }

  /** Whether a row is another than before; not known of what `entities` does. */
  get hasChangedRows(): boolean {
    return this.changedRows > 0;
  }

  /** Whether an error says that a unique key refused a row. */
  isDuplicate(error: unknown): boolean {
    return this.surroundings.faultOf(error) === 'duplicate';
  }

  /** Whether an error says that a column cannot hold a value, or not even be compared with it. */
  isValueRejected(error: unknown): boolean {
    return this.surroundings.faultOf(error) === 'value_rejected';
  }

  /**
   * Has the first lock or write from now on ask this in its message, behind itself: what it waited
   * for has happened by then. Nothing is committed before the answer is there, and was right.
   */
  willAsk(question: Question): void {
    this.question = question;
  }

  /** Asks it now, for what is given away without a change; once, where there is one. */
  askNow(): Promise<void> | undefined {
    const { question } = this;
    if (!question) return undefined;
    this.question = undefined;
    const { sql, values, check } = question;
    this.answering = this.queue.add({ sql, values }).then(({ rows }) => check(rows));
    // Where the statement before it fails, that is what the work fails with; or it goes on.
    this.answering.catch((error: unknown) => {
      if (error instanceof NotRun) this.question ??= question;
    });
    return this.answering;
  }

  /** Does not ask it: nothing is changed. */
  askNothing(): void {
    this.question = undefined;
  }

  /** Entities, off the hot path; never call `save`. The question is asked before, not behind. */
  async entities(): Promise<EntityManager> {
    this.begin();
    const asking = this.askNow();
    await this.beginning;
    await asking;
    this.queue.requireOpen();
    return this.runner.manager;
  }

  /**
   * The rows of a SELECT. In a work that changes something it may run before the transaction
   * begins: there each statement sees what is committed when it runs, within and without.
   */
  async rows<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    if (this.mode === 'snapshot') this.begin();
    const { rows } = await this.queue.add({ sql, values: parameters });
    return rows as Row[];
  }

  /** The first row of a SELECT, if there is one. */
  async row<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row | undefined> {
    return (await this.rows<Row>(sql, parameters))[0];
  }

  /** The last id that a table has given; undefined where ids may be left out. */
  async lastGivenId(table: string): Promise<number | undefined> {
    const { lastGivenId } = this.surroundings.dialect;
    if (lastGivenId === undefined) return undefined;
    return (await this.row<{ last: number }>(lastGivenId, [table]))?.last ?? 0;
  }

  /** As `rows`, and nobody else changes these until the end of the transaction. */
  async lockedRows<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    this.begin();
    const { forUpdate } = this.surroundings.dialect;
    const locking = this.queue.add({ sql: sql + forUpdate, values: parameters });
    const asking = this.askNow();
    const { rows } = await locking;
    await asking;
    return rows as Row[];
  }

  /** Runs an INSERT, UPDATE or DELETE. */
  async write(sql: string, parameters: readonly SqlValue[] = []): Promise<Written> {
    this.beginToWrite();
    const writing = this.queue.add({ sql, values: parameters });
    const asking = this.askNow();
    const written = await writing;
    await asking;
    this.changedRows += written.affected;
    return written;
  }

  /** Runs an INSERT of a row; where one of its key is there, that is changed instead. */
  async upsert(
    insert: string,
    key: readonly string[],
    change: string,
    parameters: readonly SqlValue[],
  ): Promise<Written> {
    const sql = `${insert} ${this.surroundings.dialect.onConflict(key)} ${change}`;
    return this.write(sql, parameters);
  }

  /** Runs a write whose result nobody needs: the COMMIT waits for it, and travels with it. */
  writeUnwatched(sql: string, values: readonly SqlValue[]): void {
    this.beginToWrite();
    const writing = this.queue.add({ sql, values }, { isWatched: false });
    const noted = writing.then(({ affected }) => void (this.changedRows += affected));
    this.unwatched.add(noted);
  }

  /**
   * Has this called once the work is committed, and known to be. It is no place to do anything but
   * to say that there is something to do: the connection is still taken.
   */
  onCommit(tell: () => void): void {
    this.afterCommit.push(tell);
  }

  /** Ends the work. Throws where a write that nobody watched has failed; nothing is kept then. */
  async commit(): Promise<void> {
    this.unwatched.requireNoFailure();
    this.requireConnection();
    if (this.isOpen) {
      await this.requireAnswer();
      await Promise.all([this.unwatched.all(), this.queue.add({ sql: 'COMMIT', values: [] })]);
    }
    await this.queue.close();
    for (const tell of this.afterCommit) tell();
  }

  /**
   * Takes everything back. What has not been sent yet never will be. Throws where the connection is
   * lost: the server takes everything back by itself then.
   */
  async rollback(): Promise<void> {
    await this.queue.close();
    this.requireConnection();
    if (!this.isOpen) return;
    await this.surroundings.dialect.send(this.runner, [{ sql: 'ROLLBACK', values: [] }]);
  }

  /** Ends the work without a word to the database: its connection is lost. */
  abandon(cause: unknown): void {
    this.queue.abandon(cause);
  }

  /** Throws what the connection was lost by, whatever the work has made of it. */
  private requireConnection(): void {
    const { brokenBy } = this.queue;
    if (brokenBy && isLost(this.surroundings.faultOf(brokenBy.cause))) throw brokenBy.cause;
  }

  private async requireAnswer(): Promise<void> {
    try {
      await this.answering;
    } catch (error) {
      if (!(error instanceof NotRun)) throw error;
    }
    await this.askNow();
  }

  private beginToWrite(): void {
    if (this.mode !== 'write') throw new Error('a work that reads changes nothing');
    this.begin();
  }

  /** Begins the transaction, once, with whatever statement comes next. */
  private begin(): void {
    if (this.mode === 'read' || this.beginning) return;
    const opening = this.surroundings.dialect.opening(this.mode);
    this.beginning = Promise.all(
      opening.map(async (sql) => {
        try {
          await this.queue.add({ sql, values: [] });
        } catch (error) {
          // It has begun; it was the statement behind it that failed.
          if (!(error instanceof NotRun && error.wasRun)) throw error;
        }
      }),
    );
    // If it fails, so does the statement behind it, for which somebody waits.
    this.beginning.catch(() => undefined);
  }
}

/** `?, ?, ?` for a list of values in SQL; the list must not be empty. */
export function placeholders(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
