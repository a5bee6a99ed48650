import { NotRun, type Statement, StatementFailed, type StatementResult } from './statement.js';

/** A statement that waits to be sent, and who waits for it. */
interface Waiting {
  readonly statement: Statement;
  readonly isWatched: boolean;
  readonly resolve: (result: StatementResult) => void;
  readonly reject: (error: unknown) => void;
}

/** Sends statements over one connection, in their order. Throws `StatementFailed`. */
export type Send = (statements: readonly Statement[]) => Promise<readonly StatementResult[]>;

/**
 * The statements of one work on their way to the database. What a work issues at once, without
 * waiting in between, travels together: one round trip, where the database is another machine.
 * They run in their order, and one bundle at a time: a server that has rolled a transaction back
 * must not be given more of it.
 */
export class StatementQueue {
  private waiting: Waiting[] = [];
  private underWay: readonly Waiting[] = [];
  private sending: Promise<void> | undefined;
  private isScheduled = false;
  private isClosed = false;
  private broken: { readonly cause: unknown } | undefined;

  /** `mayGoOn` says of an error whether the transaction is as it was before the statement. */
  constructor(
    private readonly send: Send,
    private readonly mayGoOn: (error: unknown) => boolean,
  ) {}

  /** Why nothing more may be sent; undefined as long as it may. */
  get brokenBy(): { readonly cause: unknown } | undefined {
    return this.broken;
  }

  /** Throws `NotRun` where nothing may be sent any more. */
  requireOpen(): void {
    if (this.isClosed) throw new NotRun();
    if (this.broken) throw new NotRun(this.broken.cause);
  }

  /**
   * Adds a statement; resolves with what it came to. Where an unwatched one fails, the work must
   * not go on, whatever it catches.
   */
  async add(statement: Statement, { isWatched = true } = {}): Promise<StatementResult> {
    this.requireOpen();
    return new Promise((resolve, reject) => {
      this.waiting.push({ statement, isWatched, resolve, reject });
      this.schedule();
    });
  }

  /** Sends nothing more: what waits is refused, and what comes. What is on its way is awaited. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.refuseWaiting(undefined);
    await this.sending;
  }

  /**
   * As `close`, where the connection is lost: what is on its way may never be answered, and is not
   * awaited.
   */
  abandon(cause: unknown): void {
    this.broken ??= { cause };
    this.sending = undefined;
    refuse(this.underWay, new NotRun(cause, true));
    this.refuseWaiting(cause);
  }

  private schedule(): void {
    if (this.isScheduled || this.sending) return;
    this.isScheduled = true;
    // After everything that the program does before it waits for something.
    process.nextTick(() => {
      this.isScheduled = false;
      if (this.waiting.length > 0) this.sending = this.flush();
    });
  }

  private async flush(): Promise<void> {
    const bundle = this.waiting;
    this.underWay = bundle;
    this.waiting = [];
    try {
      const results = await this.send(bundle.map(({ statement }) => statement));
      results.forEach((result, n) => bundle[n]?.resolve(result));
    } catch (error) {
      this.fail(bundle, error);
    }
    this.underWay = [];
    this.sending = undefined;
    if (this.waiting.length > 0) this.schedule();
  }

  /** What failed says so first, so that its error is the one that the work fails with. */
  private fail(bundle: readonly Waiting[], error: unknown): void {
    const { index, cause } =
      error instanceof StatementFailed ? error : new StatementFailed(0, error);
    const isWatched = [...bundle, ...this.waiting].every((one) => one.isWatched);
    // In autocommit after a deadlock, and behind a lost row of the log, nothing may be kept.
    if (!isWatched || !this.mayGoOn(cause)) this.broken ??= { cause };
    bundle[index]?.reject(cause);
    refuse(bundle.slice(0, index), new NotRun(cause, true));
    refuse(bundle.slice(index + 1), new NotRun(cause));
    this.refuseWaiting(cause);
  }

  private refuseWaiting(cause: unknown): void {
    // Every work ends here, and an error for nobody would take a stack each time.
    if (this.waiting.length === 0) return;
    refuse(this.waiting, new NotRun(cause));
    this.waiting = [];
  }
}

function refuse(statements: readonly Waiting[], error: NotRun): void {
  setImmediate(() => {
    for (const { reject } of statements) reject(error);
  });
}
