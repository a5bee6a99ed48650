import { ENTRIES_REMOVED, USAGES_REMOVED } from './removal-rules.js';

/*
 * What is gone though the product removes nothing, in SQL: rows of the history and packages that
 * the activity log names. What a later activity says to be gone is booked, and a fact.
 */

const CODES = `'${USAGES_REMOVED}', '${ENTRIES_REMOVED}'`;

/**
 * The row that the activity `a` names is gone, and no later activity says so. `p` and `u` are its
 * package and its row, joined from the left.
 */
export const IS_ROW_GONE = `a.outcome = 'done' AND p.id IS NOT NULL
  AND a.usage_id IS NOT NULL AND u.id IS NULL
  AND NOT EXISTS (SELECT 1 FROM admin_activity_log removed
                   WHERE removed.package_id = a.package_id AND removed.id > a.id
                     AND removed.outcome = 'done'
                     AND (removed.code IN (${CODES}) OR removed.action = 'package.removed'))`;

/** Ids `id` of packages from `?` to `?` (twice) that are gone, and no activity says so. */
export const GONE_PACKAGE_IDS = `
  SELECT a.package_id AS id
    FROM admin_activity_log a LEFT JOIN coach_member_list p ON p.id = a.package_id
   WHERE a.package_id BETWEEN ? AND ? AND a.outcome = 'done' AND p.id IS NULL
   GROUP BY a.package_id
  HAVING MAX(a.id) > MAX(CASE WHEN a.action = 'package.removed' THEN a.id ELSE 0 END)
   UNION
  SELECT u.coach_member_id AS id
    FROM coach_usage_history u LEFT JOIN coach_member_list p ON p.id = u.coach_member_id
   WHERE u.coach_member_id BETWEEN ? AND ? AND p.id IS NULL
     AND NOT EXISTS (SELECT 1 FROM admin_activity_log removed
                      WHERE removed.package_id = u.coach_member_id
                        AND removed.action = 'package.removed')`;
