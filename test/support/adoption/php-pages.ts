import type { ResultSetHeader } from 'mysql2/promise';
import type { LegacyDatabase } from './legacy-database.js';

type Row = Record<string, unknown>;

/** What a page of PHP shows about usages, by its own statements. */
export class PhpPages {
  constructor(private readonly legacy: Pick<LegacyDatabase, 'php' | 'query'>) {}

  /** The figures of every page, of all coaches and members. */
  async figures(knowsUndone: boolean): Promise<Record<string, Row[]>> {
    return {
      revenue: await this.revenue(),
      history: await this.history(),
      ...(knowsUndone ? { info: await this.info() } : {}),
    };
  }

  /** Sessions of each coach, and what one brought in: the page about revenue. */
  async revenue(): Promise<Row[]> {
    const sessions = await this.legacy.query<{ coach_id: number; total: number }>(
      `SELECT cml.coach_id, COUNT(*) AS total
         FROM coach_session_usage csu JOIN coach_member_list cml ON csu.coach_member_id = cml.id
        GROUP BY cml.coach_id ORDER BY cml.coach_id`,
    );
    const all = await this.legacy.query<{ coach_id: number; total: number }>(
      'SELECT 0 AS coach_id, COUNT(*) AS total FROM coach_session_usage',
    );
    const revenue = 100_000;
    return [...sessions, ...all].map((row) => ({
      ...row,
      averagePerSession: (revenue / row.total).toFixed(2),
    }));
  }

  /** A member's list of sessions, or everybody's. */
  async history(memberId?: number): Promise<Row[]> {
    const whose = memberId === undefined ? '' : 'WHERE cml.member_id = ?';
    return this.legacy.query(
      `SELECT csu.id, csu.usage_date, csu.created_at, cml.rate_type, u.id AS member_id,
              CONCAT(u.fname, ' ', u.lname) AS member_name
         FROM coach_session_usage csu JOIN coach_member_list cml ON csu.coach_member_id = cml.id
         LEFT JOIN user u ON cml.member_id = u.id
        ${whose} ORDER BY csu.usage_date DESC, csu.created_at DESC, csu.id`,
      [memberId],
    );
  }

  /** What the page about a member adds up, for each package. */
  async info(): Promise<Row[]> {
    return this.legacy.query(
      `SELECT coach_member_id, COUNT(*) AS total_usage,
              COUNT(CASE WHEN undone_at IS NULL THEN 1 END) AS active_usage,
              COUNT(CASE WHEN undone_at IS NOT NULL THEN 1 END) AS undone_usage
         FROM coach_session_usage GROUP BY coach_member_id ORDER BY coach_member_id`,
    );
  }

  /** The button beside a session: false where the page says that there is no such session. */
  async undo(usageId: number, memberId: number): Promise<boolean> {
    const [found] = await this.legacy.query<{ package_id: number }>(
      `SELECT cml.id AS package_id
         FROM coach_session_usage csu JOIN coach_member_list cml ON csu.coach_member_id = cml.id
        WHERE csu.id = ? AND cml.member_id = ?`,
      [usageId, memberId],
    );
    if (!found) return false;
    await this.write(
      'UPDATE coach_member_list SET remaining_sessions = remaining_sessions + 1 WHERE id = ?',
      [found.package_id],
    );
    await this.write('DELETE FROM coach_session_usage WHERE id = ?', [usageId]);
    return true;
  }

  /** A statement that writes, and what PHP gets to know about it. */
  async write(sql: string, values: unknown[] = []): Promise<ResultSetHeader> {
    return (await this.legacy.php.query<ResultSetHeader>(sql, values))[0];
  }

  /** Columns of PHP's table as `SHOW COLUMNS` names them. */
  async columns(): Promise<string[]> {
    const rows = await this.legacy.query<{ Field: string }>(
      'SHOW COLUMNS FROM coach_session_usage',
    );
    return rows.map(({ Field }) => Field);
  }
}
