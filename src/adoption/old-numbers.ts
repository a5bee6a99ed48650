import { DataSource } from 'typeorm';
import type { Config } from '../config/config.js';
import { operatorDataSourceOptions } from '../database/data-source-options.js';
import { SharedTimes } from '../database/shared-times.js';
import type { Generation } from './generations.js';

/** What is left to a member. */
export interface Left {
  /** Sessions left in all subscriptions that are counted. */
  readonly left: number;
  /** Whether one runs that is not counted, so that the member trains without limit. */
  readonly isFree: boolean;
}

/** What a member has and had, in figures. */
export interface MemberNumbers {
  readonly memberId: number;
  /** What is left, as each generation says it. */
  readonly says: Readonly<Record<Generation, Left>>;
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
    private readonly times: SharedTimes,
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
      const times = new SharedTimes(config.databaseTimeZone);
      return new OldNumbers(dataSource, knowsUndone ? marked : '1 = 1', times);
    } finally {
      await runner.release();
    }
  }

  /** The figures of all members with subscriptions as of an instant, by member id. */
  async read(at: Date): Promise<Map<number, MemberNumbers>> {
    const now = this.times.toDb(at);
    const rows = await this.dataSource.query<RawNumbers[]>(
      `SELECT p.member_id AS memberId,
              SUM(CASE WHEN p.rate_type = 'package' THEN COALESCE(p.remaining_sessions, 0)
                       ELSE 0 END) AS packages,
              SUM(CASE WHEN p.rate_type <> 'package' AND ${RUNS}
                       THEN COALESCE(p.remaining_sessions, 0) ELSE 0 END) AS others,
              MAX(CASE WHEN p.rate_type <> 'package' AND ${RUNS} THEN 1 ELSE 0 END) AS running,
              SUM(COALESCE(used.times, 0)) AS used, MAX(used.last_day) AS lastDay
         FROM coach_member_list p
         LEFT JOIN (SELECT u.coach_member_id AS package_id, COUNT(*) AS times,
                           MAX(u.usage_date) AS last_day
                      FROM coach_session_usage u WHERE ${this.countsIfMarked}
                     GROUP BY u.coach_member_id) used ON used.package_id = p.id
        GROUP BY p.member_id ORDER BY p.member_id`,
      [now, now],
    );
    return new Map(rows.map((row) => [row.memberId, numbersOf(row)]));
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}

/** Lets people train as far as the time goes, say both generations; `?` is the instant. */
export const RUNS = `p.status = 'active' AND p.coach_approval = 'approved'
  AND p.staff_approval = 'approved' AND (p.expires_at IS NULL OR p.expires_at > ?)`;

/** Sums and counts arrive as text. */
interface RawNumbers {
  readonly memberId: number;
  readonly packages: string | number;
  readonly others: string | number;
  readonly running: string | number;
  readonly used: string | number;
  readonly lastDay: string | null;
}

function numbersOf(row: RawNumbers): MemberNumbers {
  const packages = Number(row.packages);
  return {
    memberId: row.memberId,
    says: {
      newest: { left: packages + Number(row.others), isFree: false },
      older: { left: packages, isFree: Number(row.running) > 0 },
    },
    used: Number(row.used),
    lastDay: row.lastDay,
  };
}
