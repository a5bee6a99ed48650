import { RATE_TYPES } from '../config/config.js';
import { IS_COACH, IS_DISABLED } from '../database/php-accounts.js';
import type { Tx } from '../database/tx.js';

/*
 * What a row of `coach_member_list` is, in SQL, for queries over many packages: the table is called
 * `p` there. `package-rules.ts` says the same of one package, and tests hold the two together. The
 * legacy system leaves kind and approvals out now and then, so NULL must be none of the words.
 */

/**
 * Makes a coach assigned to a member: approved by both sides and not disconnected. Drained and
 * expired packages count, because the coach must be able to renew them.
 */
export const IS_ASSIGNED = `p.coach_approval = 'approved' AND p.staff_approval = 'approved'
  AND p.status <> 'disconnected'`;

/** Counts sessions down, as `countsSessions` says. */
export function isCounted({ countedRateTypes }: Pick<Tx, 'countedRateTypes'>): string {
  const others = countedRateTypes.filter((type) => type !== 'package').map((type) => `'${type}'`);
  if (others.length === 0) return `p.rate_type = 'package'`;
  return `(p.rate_type = 'package'
    OR (p.rate_type IN (${others.join(', ')}) AND p.remaining_sessions IS NOT NULL))`;
}

const KNOWN = RATE_TYPES.map((type) => `'${type}'`).join(', ');

/** Counts nothing, and PHP has not ended it. What it counts must be known: no word is no limit. */
export function isFree(tx: Pick<Tx, 'countedRateTypes'>): string {
  return `(NOT COALESCE(${isCounted(tx)}, 0)
    AND p.status = 'active' AND p.rate_type IN (${KNOWN}))`;
}

/** The ids of members who have a package of which something is to be paid, by its key. */
export const OWING_MEMBER_IDS = `SELECT p.member_id FROM coach_member_list p
  WHERE p.open_minor > 0`;

/**
 * Says of a package that its coach is switched off, or is none any more: nobody whom the member
 * could train with.
 */
const HAS_NO_COACH = `NOT EXISTS (SELECT 1 FROM \`user\` u
  WHERE u.id = p.coach_id AND ${IS_COACH} AND NOT ${IS_DISABLED})`;

/** Not past its date at the instant `?`. An invalid date, from before all others, is no date. */
export const IS_IN_TIME = `(p.expires_at IS NULL OR p.expires_at > ?
  OR p.expires_at < '1000-01-01 00:00:00')`;

/** As `IS_IN_TIME`, or frozen until further notice: then it does not end meanwhile. */
export const IS_NOT_OVER = `(${IS_IN_TIME} OR p.frozen_days LIKE '%/')`;

/**
 * The ids of members who have something left at the instant `?` with a coach who is gone, also of
 * what was ended: it was paid, and nobody gives it any more.
 */
export function stranded(tx: Pick<Tx, 'countedRateTypes'>): string {
  return `SELECT p.member_id FROM coach_member_list p
    WHERE ${IS_NOT_OVER} AND ${IS_OPEN}
      AND p.coach_approval = 'approved' AND p.staff_approval = 'approved'
      AND ((${isCounted(tx)} AND p.remaining_sessions >= 1)
        OR (p.status <> 'disconnected' AND ${isFree(tx)}))
      AND ${HAS_NO_COACH}`;
}

/**
 * Usable, and ending after the first instant `?` and at the second one at the latest. The dates
 * come first: they decide for most packages, and cost less than words.
 */
export function isEnding(tx: Pick<Tx, 'countedRateTypes'>): string {
  const isCountedWithSome = `(${isCounted(tx)} AND p.remaining_sessions >= 1)`;
  return `p.expires_at > ? AND p.expires_at <= ?
    AND ${IS_ASSIGNED} AND (${isFree(tx)} OR ${isCountedWithSome})`;
}

/** Runs at the instant `?` and is not counted, but has a count all the same: PHP may count it. */
export function hasUncountedCount(tx: Pick<Tx, 'countedRateTypes'>): string {
  return `${IS_ASSIGNED} AND ${isFree(tx)} AND ${IS_IN_TIME} AND p.remaining_sessions IS NOT NULL`;
}

/** The ids of all packages that `IS_IN_TIME` at the instant `?`: not many of many years' are. */
export const IN_TIME_IDS = `SELECT p.id FROM coach_member_list p WHERE ${IS_IN_TIME}`;

/** Of `coach_package_freeze f`: has the day `?`, which is given twice. */
export const IS_FROZEN_ON = 'f.from_day <= ? AND (f.to_day IS NULL OR f.to_day >= ?)';

/** The ids of all packages that are frozen on the day `?`, which is given twice. */
export const FROZEN_IDS = `SELECT f.package_id + 0 FROM coach_package_freeze f
  WHERE ${IS_FROZEN_ON}`;

/** Frozen on the day `?`, which is given twice. */
export const IS_FROZEN = `p.id IN (${FROZEN_IDS})`;

/** Not frozen on the day `?`, which is given twice. */
export const IS_NOT_FROZEN = `p.id NOT IN (${FROZEN_IDS})`;

/** Not voided. */
export const IS_OPEN = 'p.voided_status IS NULL';

/** Not one of which all went to another package. */
export const IS_KEPT = 'p.is_transferred IS NULL';

/**
 * As `IS_OPEN`, by the ids of those few that are not, where a key has all else that is asked. No
 * key knows a sum, by which the server would look into the table for each package.
 */
export const IS_OPEN_BY_ID = `p.id NOT IN (SELECT v.id + 0 FROM coach_member_list v
  WHERE v.voided_status IS NOT NULL)`;

/** Waits for an approval. */
export const IS_PENDING = `p.status <> 'disconnected' AND ${IS_OPEN}
  AND COALESCE(p.coach_approval, '') <> 'rejected' AND COALESCE(p.staff_approval, '') <> 'rejected'
  AND (COALESCE(p.coach_approval, '') <> 'approved'
    OR COALESCE(p.staff_approval, '') <> 'approved')`;

/**
 * The ids of all packages that lack an approval, by their key; some of them wait for none. Not one
 * condition: where a column cannot be NULL, the embedded database would read the whole key for it.
 * It knows then that nothing is NULL, and `id > 0` says the same to whoever reads its plan.
 */
export const LACKING_IDS = [
  "p.coach_approval IN ('pending', '')",
  'p.coach_approval IS NULL AND p.id > 0',
  "p.coach_approval = 'approved' AND p.staff_approval IN ('pending', '')",
  "p.coach_approval = 'approved' AND p.staff_approval IS NULL AND p.id > 0",
]
  .map((condition) => `SELECT p.id FROM coach_member_list p WHERE ${condition}`)
  .join(' UNION ALL ');

/** The ids of the members to whom the coach `?` is assigned. */
export const ASSIGNED_MEMBER_IDS = `SELECT p.member_id FROM coach_member_list p
  WHERE p.coach_id = ? AND ${IS_ASSIGNED}`;

/**
 * The same, for many rows to be looked up in: a list is made of it once. No key knows a sum, by
 * which the server would look into the coach's packages again for each row.
 */
export const LIST_OF_ASSIGNED_IDS = `SELECT p.member_id + 0 FROM coach_member_list p
  WHERE p.coach_id = ? AND ${IS_ASSIGNED}`;
