import type { QueryRunner } from 'typeorm';
import type { Config } from '../config/config.js';
import { isCounted } from '../packages/package-sql.js';

/** Something that is taken over as it is, but that a studio may want to know. */
interface NoteCheck {
  readonly what: string;
  /** Gives one column `at`, a few words or an id. */
  readonly sql: string;
}

/** Ids that a note names. */
const NAMED = 10;

/** What the product uses one after the other, where PHP takes the newest alone. */
function severalPackages(config: Config): NoteCheck {
  return {
    what: 'Pairs with several active packages, of which the one that ends first is used first',
    sql: `SELECT CONCAT('member ', p.member_id, ' with coach ', p.coach_id) AS at
            FROM coach_member_list p
           WHERE ${isCounted(config)} AND p.status = 'active' AND p.remaining_sessions > 0
             AND p.coach_approval = 'approved' AND p.staff_approval = 'approved'
           GROUP BY p.member_id, p.coach_id HAVING COUNT(*) > 1
           ORDER BY p.member_id, p.coach_id`,
  };
}

const CHECKS: readonly NoteCheck[] = [
  {
    what: 'Packages of a member or a coach who is not among the users, so that nobody sees them',
    sql: `SELECT CONCAT('package ', p.id) AS at FROM coach_member_list p
           WHERE NOT EXISTS (SELECT 1 FROM user u WHERE u.id = p.member_id)
              OR NOT EXISTS (SELECT 1 FROM user u WHERE u.id = p.coach_id) ORDER BY p.id`,
  },
  {
    what: 'Packages with an empty count, which is read as 0',
    sql: `SELECT CONCAT('package ', id) AS at FROM coach_member_list
           WHERE rate_type = 'package' AND remaining_sessions IS NULL ORDER BY id`,
  },
  {
    what: 'Packages without a date of request; their approval tells how old they are',
    sql: `SELECT CONCAT('package ', id) AS at FROM coach_member_list
           WHERE requested_at IS NULL ORDER BY id`,
  },
  {
    what:
      'Columns that demand a value which we do not know, so that only the legacy pages can ' +
      'create such rows',
    sql: `SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME) AS at FROM information_schema.COLUMNS
           WHERE TABLE_SCHEMA = DATABASE() AND IS_NULLABLE = 'NO' AND COLUMN_DEFAULT IS NULL
             AND EXTRA NOT LIKE '%auto_increment%'
             AND TABLE_NAME = 'user' AND COLUMN_NAME NOT IN
                   ('id', 'user_type_id', 'email', 'password', 'fname', 'mname', 'lname')
           ORDER BY TABLE_NAME, COLUMN_NAME`,
  },
  {
    what: 'E-mail addresses of several accounts, of which only one can sign in',
    sql: `SELECT CONCAT('users ', GROUP_CONCAT(id ORDER BY id SEPARATOR ', ')) AS at FROM user
           GROUP BY email HAVING COUNT(*) > 1 ORDER BY MIN(id)`,
  },
];

/** What is good to know of a legacy database, with counts and ids. Reads only. */
export async function notesOf(runner: QueryRunner, config: Config): Promise<string[]> {
  const notes: string[] = [];
  for (const { what, sql } of [severalPackages(config), ...CHECKS]) {
    const rows = (await runner.query(sql)) as { at: string }[];
    if (rows.length === 0) continue;
    const named = rows.slice(0, NAMED).map(({ at }) => at);
    const more = rows.length > NAMED ? ['…'] : [];
    notes.push(`${what}: ${rows.length} (${[...named, ...more].join('; ')})`);
  }
  return notes;
}
