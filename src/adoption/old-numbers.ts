import { DataSource } from 'typeorm';
import type { Config } from '../config/config.js';
import { operatorDataSourceOptions } from '../database/data-source-options.js';

/** What a member has and had, in figures. */
export interface MemberNumbers {
  readonly memberId: number;
  /** Sessions left in all packages. */
  readonly left: number;
  /** Sessions used that count. */
  readonly used: number;
  /** The last day with a session that counts. */
  readonly lastDay: string | null;
}

/** The database to be compared with is not a studio's. */
export class NoPhpTables extends Error {}

/** Reads the figures of members as the legacy tables have them, with the legacy columns alone. */
export class OldNumbers {
  private constructor(
    private readonly dataSource: DataSource,
    private readonly countsIfMarked: string,
  ) {}

  /** Opens the configured database, which may or may not be taken over. */
  static async open(config: Config): Promise<OldNumbers> {
    const dataSource = new DataSource({ ...operatorDataSourceOptions(config), logger: 'debug' });
    await dataSource.initialize();
    const runner = dataSource.createQueryRunner();
    try {
      if (!(await runner.hasTable('coach_member_list'))) {
        throw new NoPhpTables('The old database has no table coach_member_list.');
      }
      const knowsUndone = await runner.hasColumn('coach_session_usage', 'undone_at');
      const marked = `u.undone_at IS NULL
        AND COALESCE(u.adjustment_type, 'automatic') IN ('automatic', 'manual')`;
      return new OldNumbers(dataSource, knowsUndone ? marked : '1 = 1');
    } finally {
      await runner.release();
    }
  }

  /** The figures of all members with subscriptions, by member id. */
  async read(): Promise<Map<number, MemberNumbers>> {
    const rows = await this.dataSource.query<Record<keyof MemberNumbers, string | number>[]>(
      `SELECT p.member_id AS memberId,
              SUM(CASE WHEN p.rate_type = 'package' THEN COALESCE(p.remaining_sessions, 0)
                       ELSE 0 END) AS \`left\`,
              SUM(COALESCE(used.times, 0)) AS used, MAX(used.last_day) AS lastDay
         FROM coach_member_list p
         LEFT JOIN (SELECT u.coach_member_id AS package_id, COUNT(*) AS times,
                           MAX(u.usage_date) AS last_day
                      FROM coach_session_usage u WHERE ${this.countsIfMarked}
                     GROUP BY u.coach_member_id) used ON used.package_id = p.id
        GROUP BY p.member_id ORDER BY p.member_id`,
    );
    return new Map(rows.map((row) => [Number(row.memberId), numbersOf(row)]));
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}

function numbersOf(row: Record<keyof MemberNumbers, string | number | null>): MemberNumbers {
  return {
    memberId: Number(row.memberId),
    left: Number(row.left),
    used: Number(row.used),
    lastDay: row.lastDay === null ? null : String(row.lastDay),
  };
}
