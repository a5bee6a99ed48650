/** A question whose rows each need a person's decision. */
export interface ObstacleCheck {
  /** Tables or `table.column`s without which there is nothing to ask. */
  readonly needs: readonly string[];
  /** A `table.column` with which another check asks better. */
  readonly unless?: string;
  /** Follows the number of rows. */
  readonly what: string;
  readonly sql: string;
  readonly where: (row: Record<string, string | number | null>) => string;
  readonly mend: string;
}

const PACKAGES = 'coach_member_list';
const USAGES = 'coach_session_usage';
const ZERO = `< '1000-01-01'`;

/** Usages that count, as far as an installation can tell. */
const counts = (usage: string, knowsUndone: boolean) =>
  knowsUndone
    ? `${usage}.undone_at IS NULL AND ${usage}.adjustment_type IN ('automatic', 'manual')`
    : '1 = 1';

/** Days on which more than one session of a pair was taken. */
function sharedDays(knowsUndone: boolean): string {
  return `SELECT p.member_id, p.coach_id, u.usage_date AS \`day\`, COUNT(*) AS usages,
                 GROUP_CONCAT(CONCAT(u.id, ' of package ', p.id) ORDER BY u.id
                              SEPARATOR ', ') AS ids
            FROM ${PACKAGES} p JOIN ${USAGES} u ON u.coach_member_id = p.id
           WHERE u.usage_date IS NOT NULL AND ${counts('u', knowsUndone)}
           GROUP BY p.member_id, p.coach_id, u.usage_date HAVING COUNT(*) > 1
           ORDER BY p.member_id, u.usage_date`;
}

const SHARED_DAY = {
  what: 'days on which more than one session of a member was taken with the same coach',
  where: ({ member_id, coach_id, day, ids }: Record<string, unknown>) =>
    `member ${String(member_id)}, coach ${String(coach_id)}, ${String(day)}: usages ${String(ids)}`,
};

function unknownWords(column: string, words: readonly string[], table = PACKAGES): ObstacleCheck {
  const list = words.map((word) => `'${word}'`).join(', ');
  return {
    needs: [`${table}.${column}`],
    what: `rows of ${table} with an unknown ${column} (known: ${words.join(', ')})`,
    sql: `SELECT id, ${column} AS word FROM ${table}
           WHERE ${column} IS NULL OR ${column} NOT IN (${list}) ORDER BY id`,
    where: ({ id, word }) => `id ${id}: ${word === null ? 'empty' : `"${word}"`}`,
    mend: `UPDATE ${table} SET ${column} = '${words[0]}' WHERE id IN (…), or another known word`,
  };
}

function noDates(table: string, columns: readonly string[], mend: string): ObstacleCheck {
  return {
    needs: columns.map((column) => `${table}.${column}`),
    what: `rows of ${table} with a date that is none (0000-00-00)`,
    sql: `SELECT id FROM ${table}
           WHERE ${columns.map((column) => `${column} ${ZERO}`).join(' OR ')} ORDER BY id`,
    where: ({ id }) => `id ${id}`,
    mend,
  };
}

/** What cannot be taken over as it is: the books would be wrong, or a key would refuse it. */
export const OBSTACLE_CHECKS: readonly ObstacleCheck[] = [
  {
    needs: [PACKAGES],
    what: 'packages with fewer than 0 sessions left',
    sql: `SELECT id, member_id, remaining_sessions AS remaining FROM ${PACKAGES}
           WHERE remaining_sessions < 0 ORDER BY id`,
    where: ({ id, member_id, remaining }) => `package ${id} of member ${member_id}: ${remaining}`,
    mend: `ask the coach, then UPDATE ${PACKAGES} SET remaining_sessions = 0 WHERE id IN (…)`,
  },
  {
    needs: [PACKAGES, USAGES, `${USAGES}.undone_at`, `${USAGES}.adjustment_type`],
    ...SHARED_DAY,
    sql: sharedDays(true),
    mend:
      'decide with the coach which one counts; give the other back: UPDATE coach_member_list SET ' +
      'remaining_sessions = remaining_sessions + 1 WHERE id = (its package); UPDATE ' +
      'coach_session_usage SET undone_at = NOW() WHERE id = (the usage)',
  },
  {
    needs: [PACKAGES, USAGES],
    unless: `${USAGES}.undone_at`,
    ...SHARED_DAY,
    sql: sharedDays(false),
    mend:
      'decide with the coach which one counts; give the other back as the old page does: UPDATE ' +
      'coach_member_list SET remaining_sessions = remaining_sessions + 1 WHERE id = (its ' +
      'package); DELETE FROM coach_session_usage WHERE id = (the usage)',
  },
  {
    needs: [PACKAGES, USAGES],
    what: 'usages whose package is not there',
    sql: `SELECT u.id, u.coach_member_id AS package FROM ${USAGES} u
           LEFT JOIN ${PACKAGES} p ON p.id = u.coach_member_id WHERE p.id IS NULL ORDER BY u.id`,
    where: (row) => `usage ${row.id} of package ${row.package}`,
    mend: `keep a copy, then DELETE FROM ${USAGES} WHERE id IN (…)`,
  },
  unknownWords('status', ['active', 'expired', 'disconnected']),
  unknownWords('coach_approval', ['pending', 'approved', 'rejected']),
  unknownWords('staff_approval', ['pending', 'approved', 'rejected']),
  unknownWords('rate_type', ['package', 'monthly', 'per_session', 'hourly']),
  {
    needs: [`${USAGES}.adjustment_type`],
    what: `rows of ${USAGES} with an unknown adjustment_type`,
    sql: `SELECT id, adjustment_type AS word FROM ${USAGES}
           WHERE adjustment_type NOT IN ('automatic', 'manual', 'adjustment', 'grant', 'external')
           ORDER BY id`,
    where: ({ id, word }) => `usage ${id}: "${word}"`,
    mend:
      `UPDATE ${USAGES} SET adjustment_type = 'manual' WHERE id IN (…) where they are sessions ` +
      "used, 'adjustment' where they corrected the count",
  },
  {
    needs: ['coach_archived_usage', USAGES],
    what: 'archived usages whose id another usage has by now',
    sql: `SELECT a.id FROM coach_archived_usage a JOIN ${USAGES} u ON u.id = a.id
           WHERE u.coach_member_id <> a.coach_member_id
              OR u.usage_date <> a.usage_date ORDER BY a.id`,
    where: ({ id }) => `usage ${id}`,
    mend: 'UPDATE coach_archived_usage SET id = (one that nothing has) WHERE id = (the id)',
  },
  noDates(
    PACKAGES,
    ['requested_at', 'coach_approved_at', 'staff_approved_at', 'expires_at'],
    'set the right date, or NULL where there is none',
  ),
  noDates(USAGES, ['usage_date', 'created_at'], 'set the right day and time'),
  {
    needs: [`${USAGES}.created_at`],
    what: `rows of ${USAGES} without the time at which they were made`,
    sql: `SELECT id FROM ${USAGES} WHERE created_at IS NULL ORDER BY id`,
    where: ({ id }) => `usage ${id}`,
    mend: `UPDATE ${USAGES} SET created_at = usage_date WHERE id IN (…)`,
  },
];
