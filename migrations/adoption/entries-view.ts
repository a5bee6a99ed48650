import type { QueryRunner } from 'typeorm';

/**
 * Makes the view of one row a package anew: whatever is neither a session used nor a grant changes
 * a count by its amount, and so kinds to come are added up as well.
 */
export async function summariseEntries(runner: QueryRunner, history: string): Promise<void> {
  await runner.query('DROP VIEW IF EXISTS coach_session_summary');
  await runner.query(`CREATE VIEW coach_session_summary AS
    SELECT p.id AS package_id,
           p.member_id AS member_id,
           p.coach_id AS coach_id,
           p.granted_sessions AS granted_sessions,
           COUNT(CASE WHEN u.adjustment_type IN ('automatic', 'manual') THEN 1 END)
             AS total_usage_records,
           COUNT(CASE WHEN u.adjustment_type IN ('automatic', 'manual')
                       AND u.undone_at IS NULL THEN 1 END) AS active_usages,
           COUNT(CASE WHEN u.adjustment_type IN ('automatic', 'manual')
                       AND u.undone_at IS NOT NULL THEN 1 END) AS undone_usages,
           COUNT(CASE WHEN u.adjustment_type = 'automatic' THEN 1 END) AS automatic_usages,
           COUNT(CASE WHEN u.adjustment_type = 'manual' THEN 1 END) AS manual_usages,
           COALESCE(SUM(CASE WHEN u.adjustment_type NOT IN ('automatic', 'manual', 'grant')
                              AND u.adjustment_amount > 0 THEN u.adjustment_amount END), 0)
             AS adjustments_added,
           COALESCE(SUM(CASE WHEN u.adjustment_type NOT IN ('automatic', 'manual', 'grant')
                              AND u.adjustment_amount < 0 THEN -u.adjustment_amount END), 0)
             AS adjustments_removed,
           COALESCE(SUM(CASE WHEN u.adjustment_type NOT IN ('automatic', 'manual', 'grant')
                             THEN u.adjustment_amount END), 0) AS adjustments_sum,
           p.remaining_sessions AS remaining_sessions,
           MAX(CASE WHEN u.undone_at > u.created_at THEN u.undone_at ELSE u.created_at END)
             AS last_activity_at
      FROM coach_member_list p
      LEFT JOIN ${history} u ON u.coach_member_id = p.id
     GROUP BY p.id, p.member_id, p.coach_id, p.granted_sessions, p.remaining_sessions`);
}
