import { fromDb, toDb, type DbInstant } from './instants.js';
import { DAY_MS } from '../common/durations.js';
import { ZoneOffsets } from './zone-offsets.js';

/**
 * Instants as the tables that PHP shares keep them: wall-clock times of `DATABASE_TIME_ZONE`, to
 * the second. A time that clocks show twice (autumn) is read as the first, for the column does not
 * say which; but the last second of a day as the second, for subscriptions end with it, and nobody
 * is to lose an hour of a day that was sold (Cairo, Santiago). One that they skip (spring) is read
 * by the offset before the change. With UTC it is `toDb` and `fromDb`, as in our own tables.
 */
export class SharedTimes {
  private readonly offsets: ZoneOffsets | undefined;

  constructor(timeZone: string) {
    if (timeZone !== 'UTC') this.offsets = new ZoneOffsets(timeZone);
  }

  /** The local time of an instant. */
  toDb(instant: Date): string {
    if (!this.offsets) return toDb(instant);
    const instantMs = instant.getTime();
    return toDb(new Date(instantMs + this.offsets.at(instantMs)));
  }

  /** The instant of a local time. Throws an Error for what is none, such as MySQL's zero date. */
  fromDb(value: DbInstant): Date {
    const instant = this.fromDbOrNull(value);
    if (!instant) throw new Error(`the database holds a time that is none: ${String(value)}`);
    return instant;
  }

  /** As `fromDb`; null where the column is empty or holds what is no time. */
  fromDbOrNull(value: DbInstant | null): Date | null {
    if (value === null) return null;
    const local = fromDb(value);
    const localMs = local.getTime();
    if (Number.isNaN(localMs)) return null;
    return this.offsets ? new Date(instantOf(localMs, this.offsets)) : local;
  }

  /**
   * As `fromDb` for the time at which a row was made. Where another program left it out or wrote
   * what is no time, it is the beginning of 1970: one such row must not hide all others.
   */
  madeAt(value: DbInstant | null): Date {
    return this.fromDbOrNull(value) ?? new Date(0);
  }

  /** The local time as it is stored, to go on from there: through an instant it may change. */
  textOf(value: DbInstant): string {
    if (!(value instanceof Date)) return value;
    // The server sorts what is no time before all others.
    if (Number.isNaN(value.getTime())) return '0000-00-00 00:00:00.000';
    return value.toISOString().slice(0, 23).replace('T', ' ');
  }
}

function instantOf(localMs: number, offsets: ZoneOffsets): number {
  return isLastSecond(localMs) ? lastOf(localMs, offsets) : firstOf(localMs, offsets);
}

function isLastSecond(localMs: number): boolean {
  return Math.floor(localMs / DAY_MS) !== Math.floor((localMs + 1000) / DAY_MS);
}

function lastOf(localMs: number, offsets: ZoneOffsets): number {
  const after = offsets.at(localMs + DAY_MS);
  const late = localMs - after;
  return offsets.at(late) === after ? late : firstOf(localMs, offsets);
}

function firstOf(localMs: number, offsets: ZoneOffsets): number {
  // No zone is a day away from UTC: this is the offset before any change near that time.
  const before = offsets.at(localMs - DAY_MS);
  const early = localMs - before;
  const after = offsets.at(early);
  if (after === before) return early;
  const late = localMs - after;
  return offsets.at(late) === after ? late : early;
}
