import type { QueryRunner } from 'typeorm';
import type { Obstacle } from './obstacle.js';

/** What a legacy table must have for us to work on it; other columns are left alone. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  usertype: ['id'],
  user: ['id', 'user_type_id', 'email', 'password', 'fname', 'mname', 'lname'],
  coaches: [
    ...['id', 'user_id', 'monthly_rate', 'session_package_rate', 'per_session_rate'],
    'session_package_count',
  ],
  coach_member_list: [
    ...['id', 'coach_id', 'member_id', 'status', 'coach_approval', 'staff_approval'],
    ...['requested_at', 'coach_approved_at', 'staff_approved_at', 'payment_received'],
    ...['handled_by_coach', 'handled_by_staff', 'expires_at', 'remaining_sessions', 'rate_type'],
  ],
  coach_session_usage: ['id', 'coach_member_id', 'usage_date', 'created_at'],
  admin_activity_log: ['id', 'action', 'details', 'member_id', 'coach_id', 'created_at'],
};

/** Tables without a column that we need, or kept by an engine without transactions. */
export async function missingParts(runner: QueryRunner): Promise<Obstacle[]> {
  const obstacles: Obstacle[] = [];
  for (const [table, columns] of Object.entries(PARTS)) {
    if (!(await runner.hasTable(table))) continue;
    const known = (await runner.getTable(table))?.columns.map(({ name }) => name) ?? [];
    const missing = columns.filter((name) => !known.includes(name));
    if (missing.length > 0) {
      obstacles.push({
        what: `The table ${table} lacks columns: ${missing.join(', ')}`,
        where: [],
        mend:
          'See whether DATABASE_URL names the right database. If it does, add the columns as\n' +
          'other installations of the legacy system have them; they may be empty.',
      });
    }
  }
  const engines = (await runner.query(
    `SELECT TABLE_NAME AS name, ENGINE AS engine FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' AND ENGINE <> 'InnoDB'
      ORDER BY TABLE_NAME`,
  )) as { name: string; engine: string }[];
  const others = engines.filter(({ name }) => name in PARTS);
  return [
    ...obstacles,
    ...others.map(({ name, engine }) => ({
      what: `The table ${name} is kept by ${engine}, which has no transactions`,
      where: [],
      mend: `It takes as long as a copy of the table:\nALTER TABLE \`${name}\` ENGINE=InnoDB`,
    })),
  ];
}
