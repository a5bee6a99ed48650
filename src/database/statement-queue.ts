import { NotRun, type Statement, StatementFailed, type StatementResult } from './statement.js';

/** A statement that waits to be sent, and who waits for it. */
interface Waiting {
  readonly statement: Statement;
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
  private sending: Promise<void> | undefined;
  private isScheduled = false;
  private isClosed = false;

  constructor(private readonly send: Send) {}

  /** Adds a statement; resolves with what it came to. */
  async add(statement: Statement): Promise<StatementResult> {
    if (this.isClosed) throw new NotRun();
    return new Promise((resolve, reject) => {
      this.waiting.push({ statement, resolve, reject });
      this.schedule();
    });
  }

  /** Sends nothing more: what waits is refused, and what comes. What is on its way is awaited. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.refuseWaiting(undefined);
    await this.sending;
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
    this.waiting = [];
    try {
      const results = await this.send(bundle.map(({ statement }) => statement));
      results.forEach((result, n) => bundle[n]?.resolve(result));
    } catch (error) {
      this.fail(bundle, error);
    }
    this.sending = undefined;
    if (this.waiting.length > 0) this.schedule();
  }

  /** What failed says so first, so that its error is the one that the work fails with. */
  private fail(bundle: readonly Waiting[], error: unknown): void {
    const { index, cause } =
      error instanceof StatementFailed ? error : new StatementFailed(0, error);
    bundle[index]?.reject(cause);
    refuse(
      bundle.filter((_, n) => n !== index),
      cause,
    );
    this.refuseWaiting(cause);
  }

  private refuseWaiting(cause: unknown): void {
    refuse(this.waiting, cause);
    this.waiting = [];
  }
}

function refuse(statements: readonly Waiting[], cause: unknown): void {
  setImmediate(() => {
    for (const { reject } of statements) reject(new NotRun(cause));
  });
}
