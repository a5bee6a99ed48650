import type { QueryRunner } from 'typeorm';
import { keepingTimes } from './own-times.js';
import { nameOtherRows } from './row-names.js';
import { sharedNow } from '../support/studio-time.js';

/*
 * Opening balances: how the books begin for packages that another program has sold and used. Plain
 * SQL that both databases know. Frozen by migrations/released.json.
 */

/** A package that counts sessions and is not in our books yet. */
const UNOPENED = `p.rate_type = 'package' AND p.version = 0`;

/** The usages of a package that count, less its corrections: what is gone since it was sold. */
const GONE = `(SELECT COALESCE(SUM(CASE
      WHEN u.adjustment_type IN ('automatic', 'manual') AND u.undone_at IS NULL THEN 1
      WHEN u.adjustment_type IN ('adjustment', 'external') THEN -COALESCE(u.adjustment_amount, 0)
      ELSE 0 END), 0)
   FROM coach_session_usage u WHERE u.coach_member_id = p.id)`;

/**
 * Takes packages of another program into the books: granted is what makes its figures add up, said
 * in one row of the history (dated when the package was asked for) and one of the log.
 */
export async function openBooks(runner: QueryRunner): Promise<void> {
  const now = sharedNow(runner);
  const kept = await keepingTimes(runner, 'coach_member_list');
  // Packages that were in the books already, before there was this column.
  await runner.query(
    `UPDATE coach_member_list SET booked_sessions = COALESCE(remaining_sessions, 0)${kept}
      WHERE version > 0 AND rate_type = 'package' AND booked_sessions IS NULL`,
  );
  await nameOtherRows(runner);
  await runner.query(
    `INSERT INTO coach_session_usage
       (coach_member_id, member_id, coach_id, usage_date, created_at, adjustment_type,
        adjustment_amount, balance_after, reason, active_slot)
     SELECT p.id, p.member_id, p.coach_id, NULL, COALESCE(p.requested_at, ${now}),
            'grant', COALESCE(p.remaining_sessions, 0) + ${GONE},
            COALESCE(p.remaining_sessions, 0) + ${GONE},
            'Opening balance, taken over from the legacy system', NULL
       FROM coach_member_list p WHERE ${UNOPENED}`,
  );
  await runner.query(
    `INSERT INTO admin_activity_log
       (action, details, member_id, coach_id, created_at, actor_role, outcome, package_id,
        usage_id, \`before\`, \`after\`, reason, status)
     SELECT 'package.adopted', 'package.adopted, done', p.member_id, p.coach_id,
            ${now}, 'system', 'done', p.id, u.id,
            JSON_OBJECT('version', 0, 'remaining', p.remaining_sessions, 'status', p.status),
            JSON_OBJECT('version', 1, 'remaining', p.remaining_sessions, 'status', p.status,
                        'granted', u.adjustment_amount),
            u.reason, 200
       FROM coach_member_list p
       JOIN coach_session_usage u ON u.coach_member_id = p.id AND u.adjustment_type = 'grant'
      WHERE ${UNOPENED}`,
  );
  await runner.query(
    `UPDATE coach_member_list
        SET granted_sessions = (SELECT u.adjustment_amount FROM coach_session_usage u
             WHERE u.coach_member_id = coach_member_list.id AND u.adjustment_type = 'grant'),
            booked_sessions = COALESCE(remaining_sessions, 0), version = 1${kept}
      WHERE rate_type = 'package' AND version = 0`,
  );
}
