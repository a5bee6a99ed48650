/** A question whose rows each need a person's decision. */
export interface ObstacleCheck {
  /** Tables or `table.column`s without which there is nothing to ask. */
  readonly needs: readonly string[];
  /** `table.column`s with which another check asks better. */
  readonly unless?: readonly string[];
  /** Follows the number of rows. */
  readonly what: string;
  readonly sql: string;
  readonly where: (row: Record<string, string | number | null>) => string;
  /** What to do; each statement on a line of its own, with … for the ids. */
  readonly mend: string;
}

const PACKAGES = 'coach_member_list';
const USAGES = 'coach_session_usage';
const LOG = 'admin_activity_log';

/** Days on which more than one session of a pair was taken, as far as an installation can tell. */
function sharedDays(knows: { undone: boolean; types: boolean }): ObstacleCheck {
  const [undone, types] = [`${USAGES}.undone_at`, `${USAGES}.adjustment_type`];
  const counts = [
    ...(knows.undone ? ['u.undone_at IS NULL'] : []),
    // An absent type is an automatic one.
    ...(knows.types ? [`COALESCE(u.adjustment_type, 'automatic') IN ('automatic', 'manual')`] : []),
  ];
  return {
    needs: [PACKAGES, USAGES, ...(knows.undone ? [undone] : []), ...(knows.types ? [types] : [])],
    unless: [...(knows.undone ? [] : [undone]), ...(knows.types ? [] : [types])],
    what: 'days on which more than one session of a member was taken with the same coach',
    sql: `SELECT p.member_id, p.coach_id, u.usage_date AS \`day\`,
                 GROUP_CONCAT(CONCAT(u.id, ' of package ', p.id) ORDER BY u.id
                              SEPARATOR ', ') AS ids
            FROM ${PACKAGES} p JOIN ${USAGES} u ON u.coach_member_id = p.id
           WHERE ${['u.usage_date IS NOT NULL', ...counts].join(' AND ')}
           GROUP BY p.member_id, p.coach_id, u.usage_date HAVING COUNT(*) > 1
           ORDER BY p.member_id, u.usage_date`,
    where: ({ member_id, coach_id, day, ids }) =>
      `member ${member_id}, coach ${coach_id}, ${day}: usages ${ids}`,
    mend: [
      'One session a day counts. Ask the coach which; give each other one back, and',
      knows.undone ? 'mark it as undone:' : "delete it, as the old page's undo does:",
      `UPDATE ${PACKAGES} SET remaining_sessions = remaining_sessions + 1 WHERE id = (package)`,
      knows.undone
        ? `UPDATE ${USAGES} SET undone_at = NOW() WHERE id = (usage)`
        : `DELETE FROM ${USAGES} WHERE id = (usage)`,
    ].join('\n'),
  };
}

function unknownWords(
  column: string,
  known: readonly string[],
  safe: string,
  why = 'gives nobody anything',
): ObstacleCheck {
  return {
    needs: [`${PACKAGES}.${column}`],
    what: `rows of ${PACKAGES} with an empty or unknown ${column} (known: ${known.join(', ')})`,
    sql: `SELECT id, ${column} AS word FROM ${PACKAGES}
           WHERE ${column} IS NULL
              OR ${column} NOT IN (${known.map((word) => `'${word}'`).join(', ')}) ORDER BY id`,
    where: ({ id, word }) => `package ${id}: ${word === null ? 'NULL' : `"${word}"`}`,
    mend:
      `Set the word that is meant; '${safe}' ${why}:\n` +
      `UPDATE ${PACKAGES} SET ${column} = '${safe}' WHERE id IN (…)`,
  };
}

/** A date such as 0000-00-00 or 2026-03-00, which only a lenient server takes. */
function noDates(table: string, column: string, mend: string): ObstacleCheck {
  return {
    needs: [`${table}.${column}`],
    what: `rows of ${table} whose ${column} is no date (such as 0000-00-00)`,
    sql: `SELECT id FROM ${table}
           WHERE ${column} < '1000-01-01' OR MONTH(${column}) = 0 OR DAYOFMONTH(${column}) = 0
           ORDER BY id`,
    where: ({ id }) => `id ${id}`,
    mend,
  };
}

function noTimes(table: string, mend: string): ObstacleCheck {
  return {
    needs: [`${table}.created_at`],
    what: `rows of ${table} that do not say when they were made (created_at is NULL)`,
    sql: `SELECT id FROM ${table} WHERE created_at IS NULL ORDER BY id`,
    where: ({ id }) => `id ${id}`,
    mend,
  };
}

const dateOrNone = (column: string, none: string) =>
  `Set the right time; NULL says ${none}:\n` +
  `UPDATE ${PACKAGES} SET ${column} = NULL WHERE id IN (…)`;
const LOG_TIME =
  'Set about when it was; the rows with the next ids tell:\n' +
  `UPDATE ${LOG} SET created_at = '2000-01-01 00:00:00' WHERE id IN (…)`;
const USAGE_TIME =
  'Set when it was taken, or only the day:\n' +
  `UPDATE ${USAGES} SET created_at = usage_date WHERE id IN (…)`;

/** What cannot be taken over as it is: the books would be wrong, or a key would refuse it. */
export const OBSTACLE_CHECKS: readonly ObstacleCheck[] = [
  {
    needs: [PACKAGES],
    what: 'packages with fewer than 0 sessions left',
    sql: `SELECT id, member_id, remaining_sessions AS remaining FROM ${PACKAGES}
           WHERE remaining_sessions < 0 ORDER BY id`,
    where: ({ id, member_id, remaining }) => `package ${id} of member ${member_id}: ${remaining}`,
    mend:
      'Tell the coach, who may settle it with the next package; then\n' +
      `UPDATE ${PACKAGES} SET remaining_sessions = 0 WHERE id IN (…)`,
  },
  ...[true, false].flatMap((undone) => [true, false].map((types) => sharedDays({ undone, types }))),
  {
    needs: [PACKAGES, USAGES],
    what: 'usages whose package is not there',
    sql: `SELECT u.id, u.coach_member_id AS package FROM ${USAGES} u
           LEFT JOIN ${PACKAGES} p ON p.id = u.coach_member_id WHERE p.id IS NULL ORDER BY u.id`,
    where: (row) => `usage ${row.id} of package ${row.package}`,
    mend: `They belong to nothing. Keep a copy, then\nDELETE FROM ${USAGES} WHERE id IN (…)`,
  },
  unknownWords('status', ['active', 'expired', 'disconnected'], 'disconnected'),
  unknownWords('coach_approval', ['pending', 'approved', 'rejected'], 'pending'),
  unknownWords('staff_approval', ['pending', 'approved', 'rejected'], 'pending'),
  unknownWords(
    'rate_type',
    ['monthly', 'package', 'per_session', 'hourly'],
    'package',
    'gives the sessions that are left, and no training without limit',
  ),
  {
    needs: [`${USAGES}.adjustment_type`],
    what: `rows of ${USAGES} with an unknown adjustment_type`,
    sql: `SELECT id, adjustment_type AS word FROM ${USAGES}
           WHERE adjustment_type NOT IN ('automatic', 'manual', 'adjustment', 'grant', 'external')
           ORDER BY id`,
    where: ({ id, word }) => `usage ${id}: "${word}"`,
    mend:
      "Sessions that were used are 'manual'; corrections of the count are 'adjustment':\n" +
      `UPDATE ${USAGES} SET adjustment_type = 'manual' WHERE id IN (…)`,
  },
  {
    needs: ['coach_archived_usage', USAGES],
    what: 'usages in the archive of an earlier revert whose id another usage has by now',
    sql: `SELECT a.id, (SELECT MAX(id) FROM ${USAGES}) + (SELECT MAX(id) FROM coach_archived_usage)
                       + a.id AS free
            FROM coach_archived_usage a JOIN ${USAGES} u ON u.id = a.id
           WHERE u.coach_member_id <> a.coach_member_id OR NOT (u.usage_date <=> a.usage_date)
           ORDER BY a.id`,
    where: ({ id, free }) => `usage ${id}; an id that nothing has: ${free}`,
    mend:
      'Give the archived one the free id, and let its lines of the log follow:\n' +
      'UPDATE coach_archived_usage SET id = (free id) WHERE id = (usage)\n' +
      'UPDATE coach_archived_activity SET usage_id = (free id) WHERE usage_id = (usage)',
  },
  noDates(PACKAGES, 'requested_at', dateOrNone('requested_at', 'that nobody knows')),
  noDates(PACKAGES, 'coach_approved_at', dateOrNone('coach_approved_at', 'that nobody knows')),
  noDates(PACKAGES, 'staff_approved_at', dateOrNone('staff_approved_at', 'that nobody knows')),
  // Not NULL: without an end, the sessions could be used for ever.
  noDates(
    PACKAGES,
    'expires_at',
    'Set the day that was sold; until it is known, one that is past gives nobody anything:\n' +
      `UPDATE ${PACKAGES} SET expires_at = '2000-01-01 00:00:00' WHERE id IN (…)`,
  ),
  noDates(
    USAGES,
    'usage_date',
    'Set the right day; mostly it is\n' +
      `UPDATE ${USAGES} SET usage_date = DATE(created_at) WHERE id IN (…)`,
  ),
  noDates(USAGES, 'created_at', USAGE_TIME),
  noDates(
    USAGES,
    'undone_at',
    'Set when it was undone, or NULL where it was not:\n' +
      `UPDATE ${USAGES} SET undone_at = created_at WHERE id IN (…)`,
  ),
  noDates(LOG, 'created_at', LOG_TIME),
  noTimes(USAGES, USAGE_TIME),
  noTimes(LOG, LOG_TIME),
];
