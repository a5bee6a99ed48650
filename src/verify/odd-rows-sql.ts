import { RATE_TYPES } from '../config/config.js';
import { APPROVALS, LEGACY_STATUSES } from '../packages/package-rules.js';
import { USAGE_KINDS } from '../packages/usage.entity.js';

/*
 * What a lenient server lets other programs write: an empty word where it does not know the one
 * that was meant, dates that are none, counts below zero. `legacy:check` asks the same before a
 * database is taken over; here the statements are those for the tables as they are called since.
 */

/** A question whose rows each need a person's decision. */
export interface OddCheck {
  readonly table: 'coach_member_list' | 'coach_usage_history' | 'admin_activity_log';
  /** Follows the number of rows and the table. */
  readonly what: string;
  /** The condition of an odd row; the table is called `u`. */
  readonly isOdd: string;
  /** What to do; statements on lines of their own, with … for the ids. */
  readonly mend: string;
}

const PACKAGES = 'coach_member_list';
const HISTORY = 'coach_usage_history';
const LOG = 'admin_activity_log';

function listed(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}

function unknownWord(
  column: string,
  known: readonly string[],
  safe: string,
  why = 'gives nobody anything',
): OddCheck {
  const words = listed(known);
  return {
    table: PACKAGES,
    what: `have an empty or unknown ${column}`,
    isOdd: `(${column} IS NULL OR ${column} NOT IN (${words}))`,
    mend:
      `Set the word that is meant (${known.join(', ')}); '${safe}' ${why}:\n` +
      `UPDATE ${PACKAGES} SET ${column} = '${safe}' WHERE id IN (…)`,
  };
}

/** A date such as 0000-00-00 or 2026-03-00. */
function noDate(table: OddCheck['table'], column: string, mend: string): OddCheck {
  return {
    table,
    what: `have a ${column} that is no date`,
    isOdd: `(${column} < '1000-01-01' OR SUBSTR(${column}, 6, 2) = '00'
      OR SUBSTR(${column}, 9, 2) = '00')`,
    mend,
  };
}

function dateOrNone(column: string, none: string): OddCheck {
  const mend =
    `Set the right time; NULL says ${none}:\n` +
    `UPDATE ${PACKAGES} SET ${column} = NULL WHERE id IN (…)`;
  return noDate(PACKAGES, column, mend);
}

function noTime(table: OddCheck['table'], mend: string): OddCheck {
  const what = 'do not say when they were made (created_at is NULL)';
  return { table, what, isOdd: 'created_at IS NULL', mend };
}

const USAGE_TIME =
  'Set when it was taken, or only the day:\n' +
  `UPDATE ${HISTORY} SET created_at = usage_date WHERE id IN (…)`;
const LOG_TIME =
  'Set about when it was; the rows with the next ids tell:\n' +
  `UPDATE ${LOG} SET created_at = '2000-01-01 00:00:00' WHERE id IN (…)`;

export const ODD_CHECKS: readonly OddCheck[] = [
  {
    table: PACKAGES,
    what: 'have fewer than 0 sessions left',
    isOdd: 'remaining_sessions < 0',
    mend:
      'Tell the coach, who may settle it with the next package; then\n' +
      `UPDATE ${PACKAGES} SET remaining_sessions = 0 WHERE id IN (…)`,
  },
  unknownWord('status', LEGACY_STATUSES, 'disconnected'),
  unknownWord('coach_approval', APPROVALS, 'pending'),
  unknownWord('staff_approval', APPROVALS, 'pending'),
  unknownWord(
    'rate_type',
    RATE_TYPES,
    'package',
    'gives the sessions that are left, and no training without limit',
  ),
  {
    table: HISTORY,
    what: 'have an unknown adjustment_type',
    isOdd: `(adjustment_type IS NULL
      OR adjustment_type NOT IN (${listed(USAGE_KINDS)}))`,
    // Without a member it is PHP's again, and the next booking takes it as what it is now.
    mend:
      "Sessions that were used are 'automatic'; corrections of the count are 'adjustment':\n" +
      `UPDATE ${HISTORY} SET adjustment_type = 'automatic', member_id = NULL, coach_id = NULL,` +
      ' balance_after = NULL WHERE id IN (…)',
  },
  dateOrNone('requested_at', 'that nobody knows'),
  dateOrNone('coach_approved_at', 'that nobody knows'),
  dateOrNone('staff_approved_at', 'that nobody knows'),
  // Not NULL: without an end, the sessions could be used for ever.
  noDate(
    PACKAGES,
    'expires_at',
    'Set the day that was sold; until it is known, one that is past gives nobody anything:\n' +
      `UPDATE ${PACKAGES} SET expires_at = '2000-01-01 00:00:00' WHERE id IN (…)`,
  ),
  noDate(
    HISTORY,
    'usage_date',
    'Set the right day; mostly it is that of created_at:\n' +
      `UPDATE ${HISTORY} SET usage_date = SUBSTR(created_at, 1, 10) WHERE id IN (…)`,
  ),
  noDate(HISTORY, 'created_at', USAGE_TIME),
  noDate(
    HISTORY,
    'undone_at',
    'Set when it was undone, or NULL where it was not:\n' +
      `UPDATE ${HISTORY} SET undone_at = created_at WHERE id IN (…)`,
  ),
  noDate(LOG, 'created_at', LOG_TIME),
  noTime(HISTORY, USAGE_TIME),
  noTime(LOG, LOG_TIME),
];
