import { Injectable } from '@nestjs/common';
import { Meter } from '../common/meter.js';
import { Pauses } from '../common/pauses.js';
import { Problem } from '../common/problem.js';
import type { OnLeaving } from '../http/api-request.js';

/** More would take threads that others wait for, and 19 MiB each. */
const AT_ONCE = 2;
/** A check takes some 40 to 75 ms, so the last of them waits for a third of a second. */
const MOST_WAITING = 8;

const BUSY = 'Many people sign in at the moment. Try again in a moment.';

/**
 * Where checks of passwords wait for one another. Each costs as much time of a processor as a
 * hundred reads, and whoever is not signed in may ask for one: two at once and eight that wait are
 * all that a process takes on. Each process has a lane of its own.
 */
@Injectable()
export class HashLane {
  private running = 0;
  private readonly pauses = new Pauses([1, 2, 3]);
  private readonly waiting = new Set<() => void>();

  constructor(meter: Meter) {
    meter.watch('coach_sign_ins_waiting', () => this.length);
  }

  /** How many checks wait for their turn. */
  get length(): number {
    return this.waiting.size;
  }

  /**
   * Runs a check when it is its turn; those that came before come first. Throws `sign_in_busy`
   * where too many wait, and where the client leaves while it waits, which gives the place back.
   */
  async run<T>(check: () => Promise<T>, onLeaving: OnLeaving): Promise<T> {
    if (this.running < AT_ONCE) this.running += 1;
    else await this.turn(onLeaving);
    try {
      return await check();
    } finally {
      this.next();
    }
  }

  /** Whoever ends hands the place on, so that nobody who comes just then is faster. */
  private next(): void {
    const [first] = this.waiting;
    if (first) first();
    else this.running -= 1;
  }

  private async turn(onLeaving: OnLeaving): Promise<void> {
    if (this.waiting.size >= MOST_WAITING) throw this.busy();
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.waiting.delete(begin);
        reject(this.busy());
      };
      const stopWatching = onLeaving(leave);
      const begin = () => {
        this.waiting.delete(begin);
        stopWatching();
        resolve();
      };
      this.waiting.add(begin);
    });
  }

  private busy(): Problem {
    return new Problem('sign_in_busy', BUSY, { retryAfter: this.pauses.next() });
  }
}
