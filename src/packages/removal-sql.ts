import { placeholders, type Tx } from '../database/tx.js';
import { ENTRIES_REMOVED, USAGES_REMOVED } from './removal-rules.js';

/*
 * What is gone though the product removes nothing, in SQL: rows of the history and packages that
 * the activity log names. What a later activity says to be gone is booked, and a fact.
 *
 * Subqueries give one value each: a NOT EXISTS would be made into a list of the whole log.
 */

const CODES = `'${USAGES_REMOVED}', '${ENTRIES_REMOVED}'`;

/**
 * The row that the activity `a` names is gone, and no later activity says so. `p` and `u` are its
 * package and its row, joined from the left.
 */
export const IS_ROW_GONE = `a.outcome = 'done' AND p.id IS NOT NULL
  AND a.usage_id IS NOT NULL AND u.id IS NULL
  AND a.id >= COALESCE((SELECT MAX(removed.id) FROM admin_activity_log removed
                         WHERE removed.package_id = a.package_id AND removed.outcome = 'done'
                           AND (removed.code IN (${CODES})
                             OR removed.action = 'package.removed')), 0)`;

/** Which of so many packages, named twice, are gone, and no activity says so. */
function gonePackageIds(ids: readonly number[]): string {
  return `
  SELECT a.package_id AS id
    FROM admin_activity_log a LEFT JOIN coach_member_list p ON p.id = a.package_id
   WHERE a.package_id IN (${placeholders(ids)}) AND a.outcome = 'done' AND p.id IS NULL
   GROUP BY a.package_id
  HAVING MAX(a.id) > MAX(CASE WHEN a.action = 'package.removed' THEN a.id ELSE 0 END)
   UNION
  SELECT u.coach_member_id AS id
    FROM coach_usage_history u LEFT JOIN coach_member_list p ON p.id = u.coach_member_id
   WHERE u.coach_member_id IN (${placeholders(ids)}) AND p.id IS NULL
     AND 0 = (SELECT COUNT(*) FROM admin_activity_log removed
               WHERE removed.package_id = u.coach_member_id
                 AND removed.action = 'package.removed')`;
}

/** The lowest id `lowest` after `?` (twice) of a package that the log or the history names. */
const NEXT_NAMED_PACKAGE = `
  SELECT MIN(named.id) AS lowest
    FROM (SELECT MIN(package_id) AS id FROM admin_activity_log WHERE package_id > ?
           UNION ALL
          SELECT MIN(coach_member_id) AS id FROM coach_usage_history
           WHERE coach_member_id > ?) named`;

/** How many ids are looked at together from there on. Keys answer, so that no row is read. */
const NAMED_IDS_AT_ONCE = 5_000;

/** Ids `id` of packages from `?` to `?` (twice) that are named and not there, by rising id. */
const MISSING_PACKAGE_IDS = `
  SELECT a.package_id AS id
    FROM admin_activity_log a LEFT JOIN coach_member_list p ON p.id = a.package_id
   WHERE a.package_id BETWEEN ? AND ? AND p.id IS NULL
   UNION
  SELECT u.coach_member_id AS id
    FROM coach_usage_history u LEFT JOIN coach_member_list p ON p.id = u.coach_member_id
   WHERE u.coach_member_id BETWEEN ? AND ? AND p.id IS NULL
   ORDER BY id`;

/** Packages in a range of ids that something names and that are not there, by rising id. */
export interface MissingPackages {
  readonly highest: number;
  readonly ids: readonly number[];
}

/** The next packages that are not there, though something names them; undefined at the end. */
export async function nextMissing(tx: Tx, after: number): Promise<MissingPackages | undefined> {
  // PHP may have written 0 for a package that it did not have.
  const from = after > 0 ? after : -1;
  const named = await tx.row<{ lowest: number | null }>(NEXT_NAMED_PACKAGE, [from, from]);
  if (typeof named?.lowest !== 'number') return undefined;
  const { lowest } = named;
  const highest = lowest + NAMED_IDS_AT_ONCE - 1;
  const range = [lowest, highest, lowest, highest];
  const rows = await tx.rows<{ id: number }>(MISSING_PACKAGE_IDS, range);
  return { highest, ids: rows.map(({ id }) => id) };
}

/** Which of some packages are gone and not booked as that, by rising id. */
export async function goneAmong(tx: Tx, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await tx.rows<{ id: number }>(gonePackageIds(ids), [...ids, ...ids]);
  return rows.map(({ id }) => id).toSorted((a, b) => a - b);
}
