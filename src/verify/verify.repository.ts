import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { countsSessions, type Package } from '../packages/package-rules.js';
import { hasUncountedCount } from '../packages/package-sql.js';
import { GONE_PACKAGE_IDS, IS_ROW_GONE } from '../packages/removal-sql.js';
import { IS_ACTIVE_USAGE, IS_CORRECTION } from '../packages/usage-sql.js';
import type { OddCheck } from './odd-rows-sql.js';
import type {
  CrowdedDay,
  DoneActivity,
  DoubleEntry,
  HistoryRow,
  IdRange,
  OddRows,
  PackageBooks,
  RepeatedKey,
  StoredAnswer,
  StrayActivity,
  UncountedCounts,
} from './verify-rows.js';

/** What is read page by page: a column whose values rise, and its table. */
const PAGED = {
  packages: 'id FROM coach_member_list',
  members: 'member_id FROM coach_member_list',
  activities: 'id FROM admin_activity_log',
  records: 'id FROM coach_idempotency_key',
} as const;

/** Sums and counts arrive as text from the server database. */
type RawBooks = Omit<PackageBooks, 'isCounted' | 'adjustments' | 'activeUsages'> &
  Pick<Package, 'rateType'> & { adjustments: number | string; activeUsages: number | string };

/** Reads what the laws are about, a range of ids at a time. */
@Injectable()
export class VerifyRepository {
  /** The next ids after the given one, or undefined at the end. */
  async nextRange(
    tx: Tx,
    of: keyof typeof PAGED,
    after: number,
    size: number,
  ): Promise<IdRange | undefined> {
    const [column, table] = PAGED[of].split(' FROM ');
    const row = await tx.row<{ lowest: number | null; highest: number; count: number | string }>(
      `SELECT MIN(page.id) AS lowest, MAX(page.id) AS highest, COUNT(*) AS \`count\`
         FROM (SELECT DISTINCT ${column} AS id FROM ${table} WHERE ${column} > ?
                ORDER BY ${column} LIMIT ${size}) page`,
      [after],
    );
    if (typeof row?.lowest !== 'number') return undefined;
    return { lowest: row.lowest, highest: row.highest, count: Number(row.count) };
  }

  /** The packages with the sums of their history, by rising id. */
  async packages(tx: Tx, { lowest, highest }: IdRange): Promise<PackageBooks[]> {
    // Both sides get the range: the view must not be computed for all packages.
    const rows = await tx.rows<RawBooks>(
      `SELECT p.id, p.member_id AS memberId, p.coach_id AS coachId, p.rate_type AS rateType,
              p.version, p.remaining_sessions AS remaining, p.granted_sessions AS granted,
              p.booked_sessions AS booked,
              s.adjustments_sum AS adjustments, s.active_usages AS activeUsages
         FROM coach_member_list p JOIN coach_session_summary s ON s.package_id = p.id
        WHERE p.id BETWEEN ? AND ? AND s.package_id BETWEEN ? AND ? ORDER BY p.id`,
      [lowest, highest, lowest, highest],
    );
    return rows.map(({ rateType, adjustments, activeUsages, ...row }) => ({
      ...row,
      isCounted: countsSessions({ ...row, rateType }, tx.countedRateTypes),
      adjustments: Number(adjustments),
      activeUsages: Number(activeUsages),
    }));
  }

  /** The whole history of the packages. */
  async history(tx: Tx, packages: IdRange): Promise<HistoryRow[]> {
    return tx.rows<HistoryRow>(
      `SELECT id, coach_member_id AS packageId, member_id AS memberId, coach_id AS coachId,
              usage_date AS usageDate, adjustment_type AS kind, adjustment_amount AS adjustment,
              balance_after AS balanceAfter, active_slot AS activeSlot, undone_by AS undoneBy,
              CASE WHEN undone_at IS NULL THEN 0 ELSE 1 END AS isUndone
         FROM coach_usage_history WHERE coach_member_id BETWEEN ? AND ? ORDER BY id`,
      [packages.lowest, packages.highest],
    );
  }

  /** What was done to the packages, in the order of being written. */
  async doneActivities(tx: Tx, packages: IdRange): Promise<DoneActivity[]> {
    return tx.rows<DoneActivity>(
      `SELECT id, action, package_id AS packageId, usage_id AS usageId, \`before\`, \`after\`,
              code
         FROM admin_activity_log
        WHERE package_id BETWEEN ? AND ? AND outcome = 'done' ORDER BY id`,
      [packages.lowest, packages.highest],
    );
  }

  /**
   * Days with more than one active usage of a pair, which the packages name: other programs' rows
   * do not.
   */
  async crowdedDays(tx: Tx, members: IdRange): Promise<CrowdedDay[]> {
    return tx.rows<CrowdedDay>(
      `SELECT p.member_id AS memberId, p.coach_id AS coachId, u.usage_date AS \`day\`,
              COUNT(*) AS usages, COUNT(u.member_id) AS booked,
              MIN(u.id) AS firstUsageId, MAX(u.id) AS lastUsageId
         FROM coach_member_list p JOIN coach_usage_history u ON u.coach_member_id = p.id
        WHERE p.member_id BETWEEN ? AND ? AND u.usage_date IS NOT NULL
          AND ${IS_ACTIVE_USAGE}
        GROUP BY p.member_id, p.coach_id, u.usage_date HAVING COUNT(*) > 1`,
      [members.lowest, members.highest],
    );
  }

  /** Packages by rising id that are gone, and not booked as that. */
  async gonePackages(tx: Tx, { lowest, highest }: Omit<IdRange, 'count'>): Promise<number[]> {
    const rows = await tx.rows<{ id: number }>(
      `SELECT gone.id FROM (${GONE_PACKAGE_IDS}) gone ORDER BY gone.id`,
      [lowest, highest, lowest, highest],
    );
    return rows.map(({ id }) => id);
  }

  /** Activities whose change is not there. Those of packages that are gone are not among them. */
  async strayActivities(tx: Tx, activities: IdRange): Promise<StrayActivity[]> {
    const rows = await tx.rows<Omit<StrayActivity, 'isGone'> & { isGone: number }>(
      `SELECT a.id, a.action, a.package_id AS packageId, a.usage_id AS usageId,
              CASE WHEN p.id IS NOT NULL AND u.id IS NULL AND a.usage_id IS NOT NULL
                   THEN 1 ELSE 0 END AS isGone
         FROM admin_activity_log a
         LEFT JOIN coach_member_list p ON p.id = a.package_id
         LEFT JOIN coach_usage_history u ON u.id = a.usage_id
        WHERE a.id BETWEEN ? AND ? AND a.outcome = 'done'
          AND ((${IS_ROW_GONE})
            OR (u.id IS NOT NULL AND COALESCE(a.package_id, 0) <> u.coach_member_id)
            OR (a.package_id IS NULL
                AND (a.usage_id IS NOT NULL OR a.action LIKE 'package.%'))
            OR (a.usage_id IS NULL AND (a.action LIKE 'session.%' OR a.action LIKE 'balance.%')))
        ORDER BY a.id`,
      [activities.lowest, activities.highest],
    );
    return rows.map(({ isGone, ...row }) => ({ ...row, isGone: isGone > 0 }));
  }

  /** The rows in which a check finds something odd; the first ids, by rising id. */
  async oddRows(tx: Tx, { table, isOdd }: OddCheck, limit: number): Promise<OddRows> {
    const rows = await tx.rows<{ id: number }>(
      `SELECT id FROM ${table} WHERE ${isOdd} ORDER BY id LIMIT ${limit + 1}`,
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length <= limit) return { count: ids.length, ids };
    const all = await tx.row<{ count: number | string }>(
      `SELECT COUNT(*) AS \`count\` FROM ${table} WHERE ${isOdd}`,
    );
    return { count: Number(all?.count), ids: ids.slice(0, limit) };
  }

  /** What was probably taken twice from packages, and what was added to these, by rising id. */
  async doubleEntries(tx: Tx, code: string, limit: number): Promise<DoubleEntry[]> {
    const rows = await tx.rows<Omit<DoubleEntry, 'isDouble'> & { isDouble: number }>(
      `SELECT u.id AS usageId, p.id AS packageId, p.member_id AS memberId,
              p.coach_id AS coachId, u.adjustment_amount AS amount, u.usage_date AS \`day\`,
              EXISTS (SELECT 1 FROM admin_activity_log a
                       WHERE a.package_id = p.id AND a.usage_id = u.id AND a.code = ?) AS isDouble
         FROM (SELECT DISTINCT package_id FROM admin_activity_log
                WHERE code = ? AND outcome = 'done') doubled
         JOIN coach_member_list p ON p.id = doubled.package_id
         JOIN coach_usage_history u ON u.coach_member_id = p.id
        WHERE ${IS_CORRECTION} AND u.adjustment_amount IS NOT NULL
        ORDER BY p.id, u.id LIMIT ${limit}`,
      [code, code],
    );
    return rows
      .map((row) => ({ ...row, isDouble: row.isDouble > 0 }))
      .filter(({ isDouble, amount }) => isDouble || amount > 0);
  }

  /** Running subscriptions with a count that is not followed, by how they are paid. */
  async uncountedCounts(tx: Tx, at: Date): Promise<UncountedCounts[]> {
    return tx.rows<UncountedCounts>(
      `SELECT p.rate_type AS rateType, COUNT(*) AS subscriptions,
              SUM(p.remaining_sessions) AS sessions
         FROM coach_member_list p
        WHERE ${hasUncountedCount(tx)} GROUP BY p.rate_type ORDER BY p.rate_type`,
      [tx.times.toDb(at)],
    );
  }

  /** What was answered under the keys. */
  async answers(tx: Tx, records: IdRange): Promise<StoredAnswer[]> {
    return tx.rows<StoredAnswer>(
      `SELECT id, status, answer FROM coach_idempotency_key
        WHERE id BETWEEN ? AND ? ORDER BY id`,
      [records.lowest, records.highest],
    );
  }

  /** Keys that one actor has used twice; a unique key of the database forbids it. */
  async repeatedKeys(tx: Tx): Promise<RepeatedKey[]> {
    return tx.rows<RepeatedKey>(
      `SELECT actor_id AS actorId, MIN(id) AS firstId, MAX(id) AS lastId
         FROM coach_idempotency_key GROUP BY actor_id, key_hash HAVING COUNT(*) > 1`,
    );
  }
}
