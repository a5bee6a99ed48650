import type { Connection, ResultSetHeader } from 'mysql2/promise';
import { connectAsPhp } from './legacy-database.js';

/** What the legacy system says when a member's workout starts. */
export type PhpAnswer =
  'taken' | 'taken twice' | 'already used' | 'no subscription' | 'not counted';

interface PhpSubscription {
  readonly id: number;
  readonly rate_type: string;
  readonly remaining_sessions: number | null;
}

/** The pages of the legacy system: their statements as they stand there, and no transaction. */
export class Php {
  /** Sessions that this page has taken, by package: so much lower the counts must be. */
  readonly taken = new Map<number, number>();

  private constructor(private readonly connection: Connection) {}

  /** A page with a connection of its own, for which it is always the given time (UTC). */
  static async connect(url: string, now?: string): Promise<Php> {
    const php = new Php(await connectAsPhp(url));
    if (now) await php.setTime(now);
    return php;
  }

  async setTime(now: string): Promise<void> {
    await this.run('SET timestamp = ?', [Date.parse(now) / 1000]);
  }

  async run<Row = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.connection.query(sql, values))[0] as Row[];
  }

  /** The whole of a workout's start, statement by statement. */
  async startWorkout(memberId: number, coachId: number, day: string): Promise<PhpAnswer> {
    const one = await this.newestSubscription(memberId, coachId);
    if (!one) return 'no subscription';
    if (one.rate_type !== 'package') return 'not counted';
    if (await this.hasUsage(one.id, day)) return 'already used';
    const isTaken = await this.takeSession(one.id);
    const isNew = await this.noteUsage(one.id, day);
    await this.expireAtZero(one.id);
    return isTaken && !isNew ? 'taken twice' : 'taken';
  }

  async newestSubscription(
    memberId: number,
    coachId: number,
  ): Promise<PhpSubscription | undefined> {
    const rows = await this.run<PhpSubscription>(
      `SELECT id, rate_type, remaining_sessions FROM coach_member_list
        WHERE member_id = ? AND coach_id = ? AND status = 'active'
          AND coach_approval = 'approved' AND staff_approval = 'approved'
        ORDER BY requested_at DESC, id DESC LIMIT 1`,
      [memberId, coachId],
    );
    return rows[0];
  }

  async hasUsage(packageId: number, day: string): Promise<boolean> {
    const rows = await this.run(
      'SELECT id FROM coach_session_usage WHERE coach_member_id = ? AND usage_date = ?',
      [packageId, day],
    );
    return rows.length > 0;
  }

  /** Whether there was one to take. */
  async takeSession(packageId: number): Promise<boolean> {
    const taken = await this.write(
      `UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1
        WHERE id = ? AND remaining_sessions > 0`,
      [packageId],
    );
    const isTaken = taken.affectedRows === 1;
    if (isTaken) this.taken.set(packageId, (this.taken.get(packageId) ?? 0) + 1);
    return isTaken;
  }

  /** Whether there was none on that day. */
  async noteUsage(packageId: number, day: string): Promise<boolean> {
    const noted = await this.write(
      `INSERT INTO coach_session_usage (coach_member_id, usage_date, created_at)
       VALUES (?, ?, NOW()) ON DUPLICATE KEY UPDATE created_at = NOW()`,
      [packageId, day],
    );
    // A row that was there is counted as two, or as none if nothing about it changed.
    return noted.affectedRows === 1;
  }

  async expireAtZero(packageId: number): Promise<void> {
    await this.run(
      `UPDATE coach_member_list SET status = 'expired' WHERE id = ? AND remaining_sessions = 0`,
      [packageId],
    );
  }

  /** A new subscription from the sales page, approved by both unless said otherwise. */
  async sell(
    memberId: number,
    coachId: number,
    facts: Record<string, string | number | null> = {},
  ): Promise<number> {
    const row: Record<string, string | number | null> = {
      coach_id: coachId,
      member_id: memberId,
      status: 'active',
      coach_approval: 'approved',
      staff_approval: 'approved',
      requested_at: '2026-03-11 09:00:00',
      remaining_sessions: 10,
      rate_type: 'package',
      ...facts,
    };
    return (await this.write('INSERT INTO coach_member_list SET ?', [row])).insertId;
  }

  /** Any column of a subscription, as the office changes it. */
  async change(packageId: number, facts: Record<string, string | number | null>): Promise<void> {
    await this.run('UPDATE coach_member_list SET ? WHERE id = ?', [facts, packageId]);
  }

  private async write(sql: string, values: unknown[]): Promise<ResultSetHeader> {
    return (await this.connection.query<ResultSetHeader>(sql, values))[0];
  }

  async close(): Promise<void> {
    await this.connection.end();
  }
}
