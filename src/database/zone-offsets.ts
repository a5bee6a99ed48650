import { DAY_MS } from '../common/durations.js';

/** Days that are remembered; eleven years of them. */
export const REMEMBERED_DAYS = 4_096;

/**
 * How far a zone's clocks are ahead of UTC. Asking Intl takes over a microsecond, so the offsets of
 * midnights (UTC) are remembered: between two of one offset it holds all day.
 */
export class ZoneOffsets {
  private readonly format: Intl.DateTimeFormat;
  private readonly atMidnight = new Map<number, number>();

  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  }

  /** How many midnights are remembered at the moment. */
  get remembered(): number {
    return this.atMidnight.size;
  }

  /** The offset at an instant, both in milliseconds. */
  at(instantMs: number): number {
    const day = Math.floor(instantMs / DAY_MS);
    const offsetMs = this.ofMidnight(day);
    return offsetMs === this.ofMidnight(day + 1) ? offsetMs : this.ask(instantMs);
  }

  private ofMidnight(day: number): number {
    const known = this.atMidnight.get(day);
    if (known !== undefined) return known;
    const offsetMs = this.ask(day * DAY_MS);
    // Starting over is rare, and cheaper than knowing which day was used last.
    if (this.atMidnight.size >= REMEMBERED_DAYS) this.atMidnight.clear();
    this.atMidnight.set(day, offsetMs);
    return offsetMs;
  }

  private ask(instantMs: number): number {
    // Ends with "GMT", "GMT+05:45" or, long ago, "GMT-00:44:30".
    const text = this.format.format(instantMs);
    const found = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
    if (!found) return 0;
    const [, sign, hours, minutes, seconds = 0] = found;
    const offsetMs = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
    return sign === '-' ? -offsetMs : offsetMs;
  }
}
