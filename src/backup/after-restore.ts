import { toDb } from '../database/instants.js';
import { DAY_MS } from '../common/durations.js';
import { DEAD_JOBS_KEPT_DAYS, IDS_SKIPPED } from '../common/limits.js';
import { type Asked, quoted } from './copy-facts.js';

/** A database that a copy was put into. */
export interface Restored extends Asked {
  run(sql: string): unknown;
  /** Lets the ids of a table go on behind a number; where it has no room for that, it does not. */
  raiseIds(table: string, by: number): Promise<void>;
}

/** What was done to it, for people. */
export interface Ended {
  readonly signIns: number;
  /** Device tokens that open something, those included that were revoked after the copy. */
  readonly deviceTokens: number;
}

/** Tables whose ids are told to somebody. */
const TOLD = [
  ...['user', 'coach_member_list', 'coach_usage_history', 'admin_activity_log'],
  ...['coach_device_token', 'coach_refresh_token', 'coach_stream_ticket'],
  ...['coach_catalogue_item', 'coach_payment', 'coach_refund'],
  ...['coach_owed_session', 'coach_package_freeze', 'coach_approval', 'coach_substitution'],
];

/** Tables of what opens something once, and may have done so since the copy was made. */
const ONCE = ['coach_stream_ticket', 'coach_account_link'];

/**
 * Ends what must not come to life again with an old copy: a refresh token that was used, or a
 * sign-in that was ended, after it was made. Everybody signs in again. Jobs that waited were most
 * likely done since: they are given up, so that somebody may have one tried again.
 */
export async function endWhatIsOld(database: Restored, at: Date): Promise<Ended> {
  const tables = new Set(await database.tables());
  const now = toDb(at);
  const living = `revoked_at IS NULL AND expires_at > '${now}'`;
  const count = async (table: string, what: string) => {
    if (!tables.has(table)) return 0;
    const sql = `SELECT COUNT(${what}) AS n FROM ${quoted(table)} WHERE ${living}`;
    return Number((await database.ask<{ n: number | string }>(sql))[0]?.n ?? 0);
  };
  const signIns = await count('coach_refresh_token', 'DISTINCT family');
  const deviceTokens = await count('coach_device_token', '*');
  if (tables.has('coach_refresh_token')) {
    await database.run(
      `UPDATE coach_refresh_token SET revoked_at = '${now}' WHERE revoked_at IS NULL`,
    );
  }
  if (tables.has('coach_sign_in')) {
    await database.run(
      `UPDATE coach_sign_in SET ended_at = '${now}', ended_reason = 'restored'
        WHERE ended_at IS NULL`,
    );
  }
  if (tables.has('coach_job')) {
    await database.run(
      `UPDATE coach_job SET state = 'dead', last_error = 'restored', finished_at = '${now}',
          expires_at = '${toDb(new Date(at.getTime() + DEAD_JOBS_KEPT_DAYS * DAY_MS))}',
          lease_token = NULL, lease_until = NULL
        WHERE state IN ('due', 'leased')`,
    );
  }
  for (const table of ONCE) if (tables.has(table)) await database.run(`DELETE FROM ${table}`);
  for (const table of TOLD) {
    if (tables.has(table)) await database.raiseIds(table, IDS_SKIPPED);
  }
  return { signIns, deviceTokens };
}
