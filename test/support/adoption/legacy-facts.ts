import type { LegacyDatabase } from './legacy-database.js';

/** What the legacy system knows, in its own columns. */
export interface LegacyFacts {
  readonly people: Record<string, unknown>[];
  readonly coaches: Record<string, unknown>[];
  readonly packages: Record<string, unknown>[];
  readonly usages: Record<string, unknown>[];
  readonly log: Record<string, unknown>[];
  readonly payments: Record<string, unknown>[];
}

/** Columns of each table that the legacy system has in every installation. */
const QUERIES: Readonly<Record<keyof LegacyFacts, string>> = {
  people: 'SELECT * FROM user ORDER BY id',
  coaches: 'SELECT * FROM coaches ORDER BY id',
  packages: `SELECT id, coach_id, member_id, status, coach_approval, staff_approval, requested_at,
      coach_approved_at, staff_approved_at, payment_received, handled_by_coach, handled_by_staff,
      expires_at, remaining_sessions, rate_type FROM coach_member_list ORDER BY id`,
  usages: '',
  log: '',
  payments: 'SELECT * FROM payment ORDER BY id',
};

const PLAIN = ['id', 'coach_member_id', 'usage_date', 'created_at'];
const ENHANCED = ['undone_at', 'adjustment_amount', 'adjustment_type', 'reason'];

/** Reads the facts with the legacy columns alone; rows that only we know are no legacy facts. */
export async function factsOf({ query, rows }: LegacyDatabase): Promise<LegacyFacts> {
  const isEnhanced = 'undone_at' in (rows.coach_session_usage?.[0] ?? {});
  const columns = isEnhanced ? [...PLAIN, ...ENHANCED] : PLAIN;
  const usages = await query(
    `SELECT ${columns.join(', ')} FROM coach_session_usage
      WHERE usage_date IS NOT NULL ORDER BY id`,
  );
  const hasLog = 'admin_activity_log' in rows;
  const log = hasLog
    ? await query(
        `SELECT id, action, details, member_id, coach_id, created_at FROM admin_activity_log
          WHERE action NOT LIKE '%.%' ORDER BY id`,
      )
    : [];
  return {
    people: await query(QUERIES.people),
    coaches: await query(QUERIES.coaches),
    packages: await query(QUERIES.packages),
    // An absent type is an automatic one.
    usages: usages.map((row) => ({
      ...row,
      ...(isEnhanced ? { adjustment_type: row.adjustment_type ?? 'automatic' } : {}),
    })),
    log,
    payments: await query(QUERIES.payments),
  };
}

/** How the server would create each table and view, apart from the next id to be given. */
export async function schemaTextOf({ query }: LegacyDatabase): Promise<string[]> {
  const tables = await query<{ name: string; kind: string }>(
    `SELECT TABLE_NAME AS name, TABLE_TYPE AS kind FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME`,
  );
  const texts: string[] = [];
  for (const { name, kind } of tables) {
    if (/^coach_(archived|schema)_/.test(name)) continue;
    const [row] = await query(`SHOW CREATE ${kind === 'VIEW' ? 'VIEW' : 'TABLE'} \`${name}\``);
    const text = String(row?.['Create Table'] ?? row?.['Create View']);
    // Keys stand in the order in which they were made.
    const lines = text.replace(/ AUTO_INCREMENT=\d+/, '').split('\n');
    texts.push(
      lines
        .map((line) => line.replace(/,$/, ''))
        .toSorted()
        .join('\n'),
    );
  }
  return texts;
}
