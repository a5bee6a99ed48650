import type { Figures } from '../common/metrics.js';
import { AttemptCounts } from './attempt-counts.js';
import { HourCounts } from './hour-counts.js';
import {
  type AttemptCount,
  type AttemptLimit,
  type Counted,
  type HourCounted,
  SharedState,
} from './shared-state.js';

/** Timers of several processes are not in step; a turn may come a little before its time. */
const EARLY = 0.9;

interface Place {
  readonly giveUp: () => void;
}

/** The state where it is: in the only process, or in the primary on behalf of its workers. */
export class OwnState extends SharedState {
  private readonly attempts = new AttemptCounts();
  private readonly hours = new HourCounts();
  private readonly turnsMs = new Map<string, number>();
  /** Places that are taken, the oldest first. */
  private readonly places = new Map<string, Set<Place>>();
  private read: () => Figures = () => ({});

  override async countAttempt(key: string, limit: AttemptLimit): Promise<AttemptCount> {
    return Promise.resolve(this.attempts.count(key, limit, performance.now()));
  }

  override async countInHour(counted: Counted): Promise<HourCounted> {
    return Promise.resolve(this.hours.count(counted));
  }

  override async takesTurn(task: string, everyMs: number): Promise<boolean> {
    const nowMs = performance.now();
    const lastMs = this.turnsMs.get(task) ?? Number.NEGATIVE_INFINITY;
    const isTurn = nowMs - lastMs >= everyMs * EARLY;
    if (isTurn) this.turnsMs.set(task, nowMs);
    return Promise.resolve(isTurn);
  }

  override takePlace(owner: string, places: number, giveUp: () => void): () => void {
    const taken = this.places.get(owner) ?? new Set();
    this.places.set(owner, taken);
    const place = { giveUp };
    taken.add(place);
    const leave = (one: Place) => {
      taken.delete(one);
      if (taken.size === 0 && this.places.get(owner) === taken) this.places.delete(owner);
    };
    for (const oldest of [...taken].slice(0, Math.max(0, taken.size - places))) {
      leave(oldest);
      oldest.giveUp();
    }
    return () => leave(place);
  }

  override reportBy(read: () => Figures): void {
    this.read = read;
  }

  override async figuresOfAll(): Promise<Figures> {
    return Promise.resolve(this.read());
  }
}
