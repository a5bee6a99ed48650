import { DAY_MS, HOUR_MS, MINUTE_MS } from '../common/durations.js';

/** A change of a copy or of the database, with its instant where the time is one. */
export interface ChangeAt {
  readonly id: number;
  readonly at: Date | null;
}

/** What of the database in use is compared with a copy. */
export interface InUse {
  /** Rows of its log. */
  readonly changes: number;
  readonly newest: ChangeAt | null;
  /** Whether its log has the newest change of the copy, of the same time. */
  readonly hasNewestOfCopy: boolean;
}

/** What a copy says about its log. */
export interface CopyLog {
  readonly changes: number;
  readonly newest: ChangeAt | null;
}

const UNCOMPARED =
  'NOT COMPARED: there is no database in use, or it cannot be read. What it lacks is unknown.';

/** How a copy stands to the database in use. */
interface Standing {
  readonly isOld: boolean;
  /** Whether there was a database in use to compare with. */
  readonly isCompared: boolean;
  readonly lines: readonly string[];
}

/** How old the newest change of a copy is, in words. */
export function ageLine({ newest, changes }: CopyLog, now: Date): string {
  if (newest === null) return 'It holds no change: its log is empty.';
  const age = newest.at === null ? '' : `, ${spanText(now.getTime() - newest.at.getTime())} ago`;
  return `Newest of ${changes} changes in it: ${changeText(newest)}${age}`;
}

/** What the copy lacks of the database in use; a copy is never newer than what it is of. */
export function standingOf(copy: CopyLog, inUse: InUse | undefined): Standing {
  if (!inUse) {
    return { isOld: false, isCompared: false, lines: [UNCOMPARED] };
  }
  if (copy.newest !== null && !inUse.hasNewestOfCopy) {
    const line = `The database in use does not have its change ${copy.newest.id}: it is another`;
    return {
      isOld: true,
      isCompared: true,
      lines: [line, 'one, or was restored from something older.'],
    };
  }
  const lacking = inUse.changes - copy.changes;
  // Rows of a log may be deleted, so their number alone says nothing.
  if (lacking <= 0 && inUse.newest?.id === copy.newest?.id) {
    return {
      isOld: false,
      isCompared: true,
      lines: ['It holds every change of the database in use.'],
    };
  }
  const until = inUse.newest ? `, the newest ${changeText(inUse.newest)}` : '';
  const more = lacking > 0 ? `${many(lacking)} more` : 'others';
  return { isOld: true, isCompared: true, lines: [`OLD: the database in use has ${more}${until}`] };
}

function many(changes: number): string {
  return changes === 1 ? '1 change' : `${changes} changes`;
}

function changeText({ id, at }: ChangeAt): string {
  return at === null ? `activity ${id}` : `activity ${id} of ${at.toISOString().slice(0, 19)}Z`;
}

function spanText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (ms >= 2 * DAY_MS) return `${Math.floor(ms / DAY_MS)} days`;
  if (ms >= HOUR_MS) return `${Math.floor(ms / HOUR_MS)} h ${minutes % 60} min`;
  return `${minutes} min`;
}
