import { CORRECTION_KINDS, SESSION_KINDS } from './usage-rules.js';

/*
 * What a row of `coach_usage_history` is, in SQL, for every query that asks: the table is called
 * `u` there. `isUsage` and the other rules say the same in TypeScript.
 */

const KINDS = SESSION_KINDS.map((kind) => `'${kind}'`).join(', ');
const CORRECTIONS = CORRECTION_KINDS.map((kind) => `'${kind}'`).join(', ');

/** A session used up, whether undone or not. */
export const IS_USAGE = `u.adjustment_type IN (${KINDS})`;

/** A session used up that counts. */
export const IS_ACTIVE_USAGE = `${IS_USAGE} AND u.undone_at IS NULL`;

/** What people and PHP added to a count or took from it, without a training day. */
export const IS_CORRECTION = `u.adjustment_type IN (${CORRECTIONS})`;

/** Takes the day of its member and coach; after an undo by PHP it stays so until the next touch. */
export const TAKES_DAY = 'u.active_slot IS NOT NULL';

/** A usage of ours that PHP has marked as undone by itself, so that it still takes its day. */
export const IS_UNDONE_BY_PHP = `u.member_id IS NOT NULL AND u.undone_at IS NOT NULL
  AND ${TAKES_DAY}`;

/** Written by PHP, and not in our books yet: it names no member. */
export const IS_UNRECONCILED = 'u.member_id IS NULL';
