import type { Worker } from 'node:cluster';
import { closeUntaken } from './handed-over.js';
import type { Figures } from '../common/metrics.js';
import type { FiguresOfAll } from './figures-of-all.js';
import type { Answer, Question, Serving, ToPrimary, ToWorker } from './messages.js';
import type { SharedState } from './shared-state.js';

/** A start that takes longer has met something that it will not get over. */
const START_WITHIN_MS = 120_000;

/** Less than a worker waits for the figures of all. */
const REPORT_WITHIN_MS = 300;

/** How a worker ended. */
export interface WorkerEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Undefined where it never served. */
  readonly servedForMs: number | undefined;
}

/** One worker as the primary sees it: started, perhaps serving, ended once. */
export class WorkerProcess {
  /** What it said when it began to serve; undefined where it ended before. */
  readonly started: Promise<Serving | undefined>;
  readonly ended: Promise<WorkerEnd>;
  /** How many connections are on their way to it. */
  readonly untaken: () => number = () => 0;
  private readonly worker: Worker | undefined;
  private readonly places = new Map<number, () => void>();
  private readonly reports = new Map<number, (figures: Figures) => void>();
  private reportsAsked = 0;
  private servesSinceMs: number | undefined;
  private hasEnded = false;
  private hasSuccessor = false;
  private isUnwanted = false;
  private late: NodeJS.Timeout | undefined;

  /**
   * `fork` makes the process; `shared` and `figures` are what is of all workers, which the primary
   * keeps. `mayAnswerWaiting` is asked by one that waits for migrations.
   */
  constructor(
    fork: () => Worker,
    private readonly shared: SharedState,
    private readonly figures: FiguresOfAll,
    private readonly mayAnswerWaiting: (reason: string) => boolean,
  ) {
    const worker = ifThereIsRoom(fork);
    this.worker = worker;
    if (!worker) {
      this.ended = Promise.resolve({ code: null, signal: null, servedForMs: undefined });
      this.started = Promise.resolve(undefined);
      return;
    }
    this.untaken = closeUntaken(worker.process);
    this.late = setTimeout(() => this.kill('SIGKILL'), START_WITHIN_MS);
    this.ended = new Promise((resolve) => {
      const end = (code: number | null, signal: string | null) => {
        clearTimeout(this.late);
        resolve(this.whatEnded(code, signal));
      };
      worker.once('exit', end);
      // Of a message that one which was killed did not get, its exit tells; but not that there is
      // none, because the machine has no room for another process.
      worker.on('error', () => {
        if (worker.process.pid === undefined) end(null, null);
      });
    });
    const serving = new Promise<Serving>((resolve) => {
      worker.on('message', (message: ToPrimary) => {
        // What it said may arrive after its end.
        if (this.hasEnded) return;
        if (message.say !== 'serving') return void this.hear(message);
        // It may just have begun when it was told to end.
        if (this.isUnwanted) return;
        clearTimeout(this.late);
        this.servesSinceMs = performance.now();
        this.figures.join(this);
        resolve(message);
      });
    });
    this.started = Promise.race([serving, this.ended.then(() => undefined)]);
  }

  /** Undefined where there was no room for one. */
  get pid(): number | undefined {
    return this.worker?.process.pid;
  }

  get isServing(): boolean {
    return this.servesSinceMs !== undefined;
  }

  /** Sends a signal, if the process still runs. */
  kill(signal: NodeJS.Signals): void {
    this.worker?.process.kill(signal);
  }

  /** Whether its end is what was asked of it. */
  get isRetired(): boolean {
    return this.hasSuccessor;
  }

  /** Ends one that was not to wait. From here on it never counts as one that serves. */
  refuse(endsWithinMs: number): void {
    this.isUnwanted = true;
    this.kill('SIGTERM');
    clearTimeout(this.late);
    this.late = setTimeout(() => this.kill('SIGKILL'), endsWithinMs);
  }

  /** Lets it take no more connections, end what is under way, and then itself. */
  retire(): void {
    this.hasSuccessor = true;
    this.tell({ say: 'retire' });
  }

  /** Tells it that nobody comes any more. */
  portIsClosed(): void {
    this.tell({ say: 'port is closed' });
  }

  /** Lets it serve until the port is closed, after so long; then it ends what is under way. */
  stop(graceMs: number): void {
    if (this.isServing) this.tell({ say: 'stop', graceMs });
    else this.kill('SIGTERM');
  }

  /** What it has counted so far; undefined where it does not answer in time. */
  async report(): Promise<Figures | undefined> {
    this.reportsAsked += 1;
    const n = this.reportsAsked;
    return new Promise((resolve) => {
      const end = (figures?: Figures) => {
        clearTimeout(timer);
        this.reports.delete(n);
        resolve(figures);
      };
      const timer = setTimeout(end, REPORT_WITHIN_MS);
      this.reports.set(n, end);
      this.tell({ say: 'report', n });
    });
  }

  private whatEnded(code: number | null, signal: string | null): WorkerEnd {
    this.hasEnded = true;
    for (const leave of this.places.values()) leave();
    this.figures.leave(this);
    const sinceMs = this.servesSinceMs;
    this.servesSinceMs = undefined;
    const servedForMs = sinceMs === undefined ? undefined : performance.now() - sinceMs;
    return { code, signal, servedForMs };
  }

  private async hear(message: Exclude<ToPrimary, { say: 'serving' }>): Promise<void> {
    const { n } = message;
    switch (message.say) {
      case 'question':
        this.tell({ say: 'answer', n, answer: await this.answer(message.question) });
        break;
      case 'place taken': {
        const giveUp = () => this.tell({ say: 'give up place', n });
        this.places.set(n, this.shared.takePlace(message.owner, message.places, giveUp));
        break;
      }
      case 'place left':
        this.places.get(n)?.();
        this.places.delete(n);
        break;
      case 'reported':
        this.reports.get(n)?.(message.figures);
        break;
    }
  }

  private async answer(question: Question): Promise<Answer> {
    switch (question.of) {
      case 'attempt':
        return this.shared.countAttempt(question.key, question.limit);
      case 'hour':
        return this.shared.countInHour(question.counted);
      case 'set-up code':
        return (await this.shared.trySetUpCode(question.given)) ?? false;
      case 'waiting':
        if (this.isUnwanted) return false;
        clearTimeout(this.late);
        return this.mayAnswerWaiting(question.reason);
      case 'figures':
        return this.figures.gather();
    }
  }

  private tell(message: ToWorker): void {
    // One that is just ending hears nothing more, which its exit tells.
    if (this.worker?.isConnected()) this.worker.send(message, () => undefined);
  }
}

/** Nothing where the machine has no room: some ways of that are thrown, others come as events. */
function ifThereIsRoom(fork: () => Worker): Worker | undefined {
  try {
    return fork();
  } catch {
    return undefined;
  }
}
