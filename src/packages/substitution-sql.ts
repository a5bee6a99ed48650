import { IS_ASSIGNED } from './package-sql.js';

/* What a row of `coach_substitution`, which is called `s`, lets its substitute reach. */

/** Is in force for the substitute `?` on the day `?`, which is given twice. */
export const IS_COVERING = 's.substitute_id = ? AND s.from_day <= ? AND s.to_day >= ?';

/**
 * Reaches the member `?`, which is given twice: one to whom the coach who is away is assigned. What
 * that coach reaches by standing in for others is not passed on.
 */
export const COVERS_MEMBER = `(s.member_id IS NULL OR s.member_id = ?)
  AND EXISTS (SELECT 1 FROM coach_member_list p
    WHERE p.coach_id = s.coach_id AND p.member_id = ? AND ${IS_ASSIGNED})`;
