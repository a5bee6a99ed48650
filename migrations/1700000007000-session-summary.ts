import type { MigrationInterface, QueryRunner } from 'typeorm';
import { restoreSummaryView } from './adoption/original-tables.js';
import { PackageBooks1700000002000 } from './1700000002000-package-books.js';
import { UsageHistory1700000003000 } from './1700000003000-usage-history.js';

/** One row a package: what its history adds up to, and what it has left. */
export class SessionSummary1700000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // What the view shows may be missing where a revert was stopped: that step is still on record.
    await new PackageBooks1700000002000().up(runner);
    await new UsageHistory1700000003000().up(runner);
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
             COALESCE(SUM(CASE WHEN u.adjustment_type IN ('adjustment', 'external')
                                AND u.adjustment_amount > 0 THEN u.adjustment_amount END), 0)
               AS adjustments_added,
             COALESCE(SUM(CASE WHEN u.adjustment_type IN ('adjustment', 'external')
                                AND u.adjustment_amount < 0 THEN -u.adjustment_amount END), 0)
               AS adjustments_removed,
             COALESCE(SUM(CASE WHEN u.adjustment_type IN ('adjustment', 'external')
                               THEN u.adjustment_amount END), 0) AS adjustments_sum,
             p.remaining_sessions AS remaining_sessions,
             MAX(CASE WHEN u.undone_at > u.created_at THEN u.undone_at ELSE u.created_at END)
               AS last_activity_at
        FROM coach_member_list p
        LEFT JOIN coach_session_usage u ON u.coach_member_id = p.id
       GROUP BY p.id, p.member_id, p.coach_id, p.granted_sessions, p.remaining_sessions`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await restoreSummaryView(runner);
  }
}
