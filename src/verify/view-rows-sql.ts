import { IS_USAGE } from '../packages/usage-sql.js';
import type { Law } from './findings.js';
import { ODD_CHECKS, type OddCheck } from './odd-rows-sql.js';

/*
 * Which rows of the history PHP's view leaves out: our entries, which have no day, and usages that
 * we undid, which say by whom or why. PHP counts the rows that it sees.
 */

const HISTORY = 'coach_usage_history';

/** A usage without a day is odd in another way, and nothing follows from it. */
const IS_OUR_ENTRY = `(u.usage_date IS NULL AND u.member_id IS NOT NULL AND NOT (${IS_USAGE}))`;
const IS_UNDONE_BY_US = '(u.undone_by IS NOT NULL OR u.undo_reason IS NOT NULL)';

function wronglyMarked(hidden: 0 | 1, what: string, isOdd: string): OddCheck {
  return {
    table: HISTORY,
    what,
    isOdd: `(u.hidden_from_php <> ${hidden} AND ${isOdd})`,
    mend:
      'Nobody but the product sets this column. It moves no balance:\n' +
      `UPDATE ${HISTORY} SET hidden_from_php = ${hidden} WHERE id IN (…)`,
  };
}

const VIEW_CHECKS: readonly OddCheck[] = [
  wronglyMarked(
    1,
    'are shown to PHP, though they are entries or usages that we undid',
    `(${IS_OUR_ENTRY} OR ${IS_UNDONE_BY_US})`,
  ),
  wronglyMarked(
    0,
    'are hidden from PHP, though it wrote them or they count',
    `(u.usage_date IS NOT NULL OR u.member_id IS NULL) AND NOT ${IS_UNDONE_BY_US}`,
  ),
];

/** What is looked for in single rows, and the law that they would break. */
export const ROW_CHECKS: readonly (OddCheck & { readonly law: Law })[] = [
  ...ODD_CHECKS.map((check) => ({ ...check, law: 'words' as const })),
  ...VIEW_CHECKS.map((check) => ({ ...check, law: 'view' as const })),
];
