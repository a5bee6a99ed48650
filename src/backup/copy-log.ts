import { SharedTimes } from '../database/shared-times.js';
import type { ChangeAt, CopyLog, InUse } from './copy-age-rules.js';
import {
  type Asked,
  type CopyFacts,
  LOG,
  type Newest,
  quickFactsOf,
  timeOf,
} from './copy-facts.js';

/** What a copy says about its log; times are those of `DATABASE_TIME_ZONE`. */
export function logOf({ rows, newest }: CopyFacts, timeZone: string): CopyLog {
  return { changes: rows[LOG] ?? 0, newest: changeAt(newest, new SharedTimes(timeZone)) };
}

/** What is to be known of the database in use, to compare a copy with it. */
export async function inUseBeside(
  database: Asked,
  copy: CopyFacts,
  timeZone: string,
): Promise<InUse> {
  const facts = await quickFactsOf(database);
  const { newest } = copy;
  const hasLog = facts.rows[LOG] !== undefined;
  const at = newest !== null && hasLog ? await timeOf(database, newest.id) : undefined;
  return { ...logOf(facts, timeZone), hasNewestOfCopy: at !== undefined && at === newest?.at };
}

function changeAt(newest: Newest | null, times: SharedTimes): ChangeAt | null {
  return newest === null ? null : { id: newest.id, at: times.fromDbOrNull(newest.at) };
}
