import { HOUR_MS } from '../common/durations.js';
import type { Counted, HourCount, HourCounted } from './shared-state.js';

interface Hour {
  readonly hour: number;
  readonly keys: Map<string, HourCount>;
  readonly all: HourCount;
}

/** Keys that are remembered; beyond it, the one that came least lately begins anew. */
const MOST_KEYS = 10_000;

/**
 * Counts by key within hours of the clock. However many keys come in an hour, so many are
 * remembered; the sum of all loses nothing by that. When the next hour begins, all begins anew.
 */
export class HourCounts {
  private readonly hours = new Map<string, Hour>();

  constructor(private readonly mostKeys = MOST_KEYS) {}

  count({ what, key, atMs, most }: Counted): HourCounted {
    const { keys, ...hour } = this.hourOf(what, atMs);
    const { count, sinceMs } = keys.get(key) ?? { count: 0, sinceMs: atMs };
    const own = { count: count + 1, sinceMs };
    // Behind all others: those in front came least lately.
    keys.delete(key);
    keys.set(key, own);
    if (keys.size > this.mostKeys) {
      const [oldest] = keys.keys();
      if (oldest !== undefined) keys.delete(oldest);
    }
    const all = count < most ? { ...hour.all, count: hour.all.count + 1 } : hour.all;
    this.hours.set(what, { ...hour, keys, all });
    return { ...own, all };
  }

  /** How many keys are remembered. */
  get size(): number {
    return [...this.hours.values()].reduce((sum, { keys }) => sum + keys.size, 0);
  }

  /** What comes late from another process counts in the hour that has begun. */
  private hourOf(what: string, atMs: number): Hour {
    const hour = Math.floor(atMs / HOUR_MS);
    const known = this.hours.get(what);
    if (known && known.hour >= hour) return known;
    return { hour, keys: new Map(), all: { count: 0, sinceMs: atMs } };
  }
}
