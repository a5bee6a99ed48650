import { Problem } from '../common/problem.js';

/** While somebody outside holds a lock, so often a task tries again, at first and later on. */
const FIRST_LOOK_MS = 5;
const LAST_LOOK_MS = 50;

/** What a task wants of the queue. */
export interface Wish {
  readonly writes?: boolean;
  /** Before all that wait: for who only asks whether a task could be done. */
  readonly isFirst?: boolean;
  /** Instead of the time of all others. */
  readonly withinMs?: number;
  /** Whether a task failed because somebody outside holds a lock; it is tried again then. */
  readonly isLocked?: (error: unknown) => boolean;
}

interface Waiting {
  readonly writes: boolean;
  readonly until: number;
  readonly grant: () => void;
  readonly refuse: (error: Problem) => void;
}

/** A lock of somebody outside. */
interface Lock {
  /** What waits need not try before. */
  readonly lookAt: number;
  readonly looks: number;
  readonly barsReads: boolean;
  readonly cause: unknown;
}

/**
 * First in, first out, one at a time, and one in each turn of the event loop: between two tasks the
 * process takes new connections, which Node does once a turn, and answers what needs no database.
 * Waiting has an end. Nothing here waits in a way that stops the process.
 */
export class SerialQueue {
  private readonly waiting: Waiting[] = [];
  private isOpen = true;
  private isClosed = false;
  private running: Promise<unknown> | undefined;
  private lock: Lock | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly limits: { readonly most: number; readonly waitMs: number }) {}

  /**
   * Runs the task when those before it have ended. Where it met a lock of somebody outside, it
   * waits at the front, and what the lock is no matter to goes on meanwhile. Throws `unavailable`
   * when too many wait, or when its own time is over.
   */
  async run<T>(task: () => Promise<T>, wish: Wish = {}): Promise<T> {
    const { writes = false, isFirst = false, withinMs = this.limits.waitMs } = wish;
    if (this.waiting.length >= this.limits.most && !isFirst) throw busy();
    const until = performance.now() + withinMs;
    for (let tries = 0; ; tries += 1) {
      await this.turn({ writes, until }, isFirst || tries > 0);
      try {
        return await this.runFree(task, writes);
      } catch (error) {
        if (!wish.isLocked?.(error)) throw error;
        this.meetLock(error, !writes);
      } finally {
        this.openNextTurn();
      }
    }
  }

  /** Refuses what waits and what comes, and resolves when the task under way has ended. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const one of this.waiting.splice(0)) one.refuse(busy());
    await this.running?.catch(() => undefined);
  }

  /** A lock that did not stop the task is gone. */
  private async runFree<T>(task: () => Promise<T>, writes: boolean): Promise<T> {
    // One that was just let in must not begin behind the end either.
    if (this.isClosed) throw busy();
    const running = task();
    this.running = running;
    const result = await running;
    if (writes || this.lock?.barsReads) this.lock = undefined;
    return result;
  }

  /** Resolves in the caller's own context when it is its turn. */
  private async turn(who: Pick<Waiting, 'writes' | 'until'>, atFront: boolean): Promise<void> {
    return new Promise((grant, refuse) => {
      const one = { ...who, grant, refuse };
      if (atFront) this.waiting.unshift(one);
      else this.waiting.push(one);
      if (this.isOpen) this.serve();
    });
  }

  private openNextTurn(): void {
    setImmediate(() => {
      this.isOpen = true;
      this.serve();
    });
  }

  /** One, also of those that are refused: their answers are work, too. */
  private serve(): void {
    const now = performance.now();
    const late = this.take(({ until }) => until <= now);
    if (late) {
      this.isOpen = false;
      late.refuse(busy(this.lock?.cause));
      this.openNextTurn();
      return;
    }
    const next = this.take((one) => !this.isBarred(one, now));
    if (next) {
      this.isOpen = false;
      next.grant();
    } else if (this.waiting.length > 0) this.lookLater(now);
  }

  private take(fits: (one: Waiting) => boolean): Waiting | undefined {
    const at = this.waiting.findIndex(fits);
    return at < 0 ? undefined : this.waiting.splice(at, 1)[0];
  }

  private isBarred({ writes }: Waiting, now: number): boolean {
    const { lock } = this;
    return lock !== undefined && now < lock.lookAt && (writes || lock.barsReads);
  }

  private meetLock(cause: unknown, barsReads: boolean): void {
    const looks = (this.lock?.looks ?? 0) + 1;
    const pauseMs = Math.min(FIRST_LOOK_MS * 2 ** (looks - 1), LAST_LOOK_MS);
    this.lock = { lookAt: performance.now() + pauseMs, looks, barsReads, cause };
  }

  private lookLater(now: number): void {
    const pauseMs = Math.max(1, (this.lock?.lookAt ?? now) - now);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.isOpen) this.serve();
    }, pauseMs);
  }
}

function busy(cause?: unknown): Problem {
  const detail = 'The database is busy at the moment. Try again in a moment.';
  return new Problem('unavailable', detail, { retryAfter: 2 }, { cause });
}
