import type { Figures } from '../common/metrics.js';
import { AttemptCounts } from './attempt-counts.js';
import { HourCounts } from './hour-counts.js';
import { SetUpCode } from './set-up-code.js';
import {
  type AttemptCount,
  type AttemptLimit,
  type Counted,
  type HourCounted,
  type SetUpTry,
  SharedState,
} from './shared-state.js';

interface Place {
  readonly giveUp: () => void;
}

/** The state where it is: in the only process, or in the primary on behalf of its workers. */
export class OwnState extends SharedState {
  private readonly attempts = new AttemptCounts();
  private readonly hours = new HourCounts();
  private readonly code = new SetUpCode();
  /** Places that are taken, the oldest first. */
  private readonly places = new Map<string, Set<Place>>();
  private read: () => Figures = () => ({});

  override async countAttempt(key: string, limit: AttemptLimit): Promise<AttemptCount> {
    return Promise.resolve(this.attempts.count(key, limit, performance.now()));
  }

  /** The code that sets the studio up, until all processes have ended. */
  get setUpCode(): string {
    return this.code.letters;
  }

  override async trySetUpCode(given: string): Promise<SetUpTry> {
    return Promise.resolve(this.code.try(given, performance.now()));
  }

  override async countInHour(counted: Counted): Promise<HourCounted> {
    return Promise.resolve(this.hours.count(counted));
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
