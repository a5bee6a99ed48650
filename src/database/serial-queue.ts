import { Problem } from '../common/problem.js';

/** First in, first out, one at a time, and bounded: beyond the limit callers are told to wait. */
export class SerialQueue {
  private tail: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly limit: number) {}

  /** Runs the task when those before it have ended. Throws `unavailable` when too many wait. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.waiting >= this.limit) {
      throw new Problem('unavailable', 'Too much is going on. Try again in a moment.', {
        retryAfter: 1,
      });
    }
    this.waiting += 1;
    const turn = this.tail.then(task).finally(() => {
      this.waiting -= 1;
    });
    this.tail = turn.catch(() => undefined);
    return turn;
  }
}
