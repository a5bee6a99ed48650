import type { LegacyDatabase } from './legacy-database.js';

/** The statements of the legacy pages, as they send them: no transaction, text alone. */
export class PhpPage {
  constructor(private readonly legacy: Pick<LegacyDatabase, 'query'>) {}

  /** What happens when a workout starts. Says whether a session was taken. */
  async startWorkout(memberId: number, coachId: number, day: string): Promise<boolean> {
    const { query } = this.legacy;
    const [one] = await query<{ id: number; remaining_sessions: number; rate_type: string }>(
      `SELECT id, remaining_sessions, rate_type FROM coach_member_list
        WHERE member_id = ? AND coach_id = ? AND status = 'active' AND coach_approval = 'approved'
          AND staff_approval = 'approved' ORDER BY id DESC LIMIT 1`,
      [memberId, coachId],
    );
    if (one?.rate_type !== 'package' || one.remaining_sessions < 1) return false;
    const used = await query(
      'SELECT id FROM coach_session_usage WHERE coach_member_id = ? AND usage_date = ?',
      [one.id, day],
    );
    if (used.length > 0) return false;
    await this.take(one.id, day);
    return true;
  }

  /** Takes a session without asking whether the day has one already. */
  async take(packageId: number, day: string): Promise<void> {
    const { query } = this.legacy;
    await query(
      `UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1
        WHERE id = ? AND remaining_sessions > 0`,
      [packageId],
    );
    await this.writeUsage(packageId, day);
    await query(
      `UPDATE coach_member_list SET status = 'expired' WHERE id = ? AND remaining_sessions = 0`,
      [packageId],
    );
  }

  /** The row of a day; the day's second one only renews its time. */
  async writeUsage(packageId: number, day: string): Promise<void> {
    await this.legacy.query(
      `INSERT INTO coach_session_usage (coach_member_id, usage_date, created_at)
       VALUES (?, ?, NOW()) ON DUPLICATE KEY UPDATE created_at = NOW()`,
      [packageId, day],
    );
  }

  /** The page's undo: the session is given back, and its row is gone. */
  async undo(usageId: number): Promise<void> {
    const { query } = this.legacy;
    await query(
      `UPDATE coach_member_list SET remaining_sessions = remaining_sessions + 1
        WHERE id = (SELECT coach_member_id FROM coach_session_usage WHERE id = ?)`,
      [usageId],
    );
    await query('DELETE FROM coach_session_usage WHERE id = ?', [usageId]);
  }

  /** Sells a package and approves it. Gives its id. */
  async sell(memberId: number, coachId: number, sessions: number): Promise<number> {
    const { query } = this.legacy;
    await query(
      `INSERT INTO coach_member_list
         (coach_id, member_id, status, coach_approval, staff_approval, requested_at, expires_at,
          remaining_sessions, rate_type)
       VALUES (?, ?, 'expired', 'pending', 'pending', NOW(), '2027-01-31 23:59:59', ?, 'package')`,
      [coachId, memberId, sessions],
    );
    const [row] = await query<{ id: number }>('SELECT LAST_INSERT_ID() AS id');
    const id = row?.id ?? 0;
    await query(
      `UPDATE coach_member_list SET coach_approval = 'approved', coach_approved_at = NOW(),
              handled_by_coach = ? WHERE id = ?`,
      [coachId, id],
    );
    await query(
      `UPDATE coach_member_list SET staff_approval = 'approved', staff_approved_at = NOW(),
              payment_received = 1, status = 'active' WHERE id = ?`,
      [id],
    );
    return id;
  }

  /** What the page shows of a package, as text. */
  async history(packageId: number): Promise<string[]> {
    const rows = await this.legacy.query<{ usage_date: string }>(
      `SELECT csu.id, csu.usage_date, csu.created_at, cml.remaining_sessions, cml.rate_type,
              CONCAT(u.fname, ' ', u.lname) AS member_name
         FROM coach_session_usage csu JOIN coach_member_list cml ON cml.id = csu.coach_member_id
         JOIN user u ON u.id = cml.member_id
        WHERE cml.id = ? ORDER BY csu.usage_date`,
      [packageId],
    );
    return rows.map(({ usage_date }) => usage_date);
  }
}
