import cluster from 'node:cluster';
import type { Figures } from '../common/metrics.js';
import type { Answer, Question, Serving, ToPrimary, ToWorker } from './messages.js';
import { OwnState } from './own-state.js';
import {
  type AttemptCount,
  type AttemptLimit,
  type Counted,
  type HourCounted,
  type SetUpTry,
  SharedState,
} from './shared-state.js';

/** The primary answers within a millisecond. A request does not wait longer than this for it. */
const ANSWER_WITHIN_MS = 500;

/** What happens to a worker by its primary. */
export interface Fate {
  /** Another process has taken over. */
  retire(): void;
  /** All end when the port is closed, which is after so long. */
  stop(graceMs: number, portIsClosed: Promise<void>): void;
  /** The primary is gone without a word: nobody would stop this process any more. */
  orphaned(): void;
}

/** A worker's line to its primary, where the state of all processes is. */
export class WorkerLink extends SharedState {
  /** Counts for this process alone while the primary does not answer. */
  private readonly own = new OwnState();
  private readonly questions = new Map<number, (answer: Answer) => void>();
  private readonly places = new Map<number, () => void>();
  private readFigures: () => Figures = () => ({});
  private n = 0;
  private fate: Fate | undefined;
  private closePort: () => void = () => undefined;
  private readonly portIsClosed = new Promise<void>((resolve) => (this.closePort = resolve));

  constructor() {
    super();
    process.on('message', (message: ToWorker) => this.hear(message));
    // The terminal tells all processes; only the primary acts on it.
    process.on('SIGHUP', () => undefined);
    cluster.worker?.on('disconnect', () => {
      if (!this.fate || !cluster.worker) return;
      // Without it Node would end this process at once, and what is under way with it.
      cluster.worker.exitedAfterDisconnect = true;
      this.fate.orphaned();
      // The port has gone with the primary.
      this.closePort();
    });
  }

  /** Tells the primary that requests are served from now on. */
  serves(serving: Serving, fate: Fate): void {
    this.fate = fate;
    this.tell({ say: 'serving', ...serving });
    if (!process.connected) fate.orphaned();
  }

  /** Says that it waits. Whether to take the port meanwhile, to tell all who come. */
  async mayAnswerWaiting(reason: string): Promise<boolean> {
    return (await this.ask({ of: 'waiting', reason })) === true;
  }

  override async countAttempt(key: string, limit: AttemptLimit): Promise<AttemptCount> {
    const answer = await this.ask({ of: 'attempt', key, limit });
    const isCount = typeof answer === 'object';
    return isCount ? (answer as AttemptCount) : this.own.countAttempt(key, limit);
  }

  override async trySetUpCode(given: string): Promise<SetUpTry | undefined> {
    const answer = await this.ask({ of: 'set-up code', given });
    return typeof answer === 'object' ? (answer as SetUpTry) : undefined;
  }

  override async countInHour(counted: Counted): Promise<HourCounted> {
    const answer = await this.ask({ of: 'hour', counted });
    return typeof answer === 'object' ? (answer as HourCounted) : this.own.countInHour(counted);
  }

  override takePlace(owner: string, places: number, giveUp: () => void): () => void {
    const n = this.next();
    this.places.set(n, giveUp);
    this.tell({ say: 'place taken', n, owner, places });
    return () => {
      if (this.places.delete(n)) this.tell({ say: 'place left', n });
    };
  }

  override reportBy(read: () => Figures): void {
    this.readFigures = read;
  }

  override async figuresOfAll(): Promise<Figures | undefined> {
    const answer = await this.ask({ of: 'figures' });
    return typeof answer === 'object' ? (answer as Figures) : undefined;
  }

  private async ask(question: Question): Promise<Answer | undefined> {
    const n = this.next();
    return new Promise((resolve) => {
      const end = (answer?: Answer) => {
        clearTimeout(timer);
        this.questions.delete(n);
        resolve(answer);
      };
      const timer = setTimeout(end, ANSWER_WITHIN_MS);
      this.questions.set(n, end);
      this.tell({ say: 'question', n, question });
    });
  }

  private hear(message: ToWorker): void {
    switch (message.say) {
      case 'retire':
        this.fate?.retire();
        break;
      case 'stop':
        this.fate?.stop(message.graceMs, this.portIsClosed);
        break;
      case 'port is closed':
        this.closePort();
        break;
      case 'answer':
        this.questions.get(message.n)?.(message.answer);
        break;
      case 'report':
        this.tell({ say: 'reported', n: message.n, figures: this.readFigures() });
        break;
      case 'give up place':
        this.places.get(message.n)?.();
        break;
    }
  }

  private tell(message: ToPrimary): void {
    // A primary that is gone is noticed by the disconnect.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  }

  private next(): number {
    this.n += 1;
    return this.n;
  }
}
