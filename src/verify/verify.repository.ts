import { Injectable } from '@nestjs/common';
import { type IdPage, type IdRange, type IdSource, nextIds } from '../database/id-ranges.js';
import { placeholders, type SqlValue, type Tx } from '../database/tx.js';
import { hasUncountedCount } from '../packages/package-sql.js';
import {
  goneAmong,
  IS_ROW_GONE,
  type MissingPackages,
  nextMissing,
} from '../packages/removal-sql.js';
import { IS_ACTIVE_USAGE, IS_CORRECTION, TAKES_DAY } from '../packages/usage-sql.js';
import { packageRowOf, type RawPackageRow } from './package-row.js';
import type { OddCheck } from './odd-rows-sql.js';
import type {
  CrowdedDay,
  DoneActivity,
  DoubleEntry,
  HistoryRow,
  OddRow,
  PackageRow,
  StrayActivity,
  UncountedCounts,
} from './verify-rows.js';

/** What is gone through. */
const SOURCES = {
  packages: { table: 'coach_member_list', column: 'id' },
  history: { table: 'coach_usage_history', column: 'id' },
  log: { table: 'admin_activity_log', column: 'id' },
  members: { table: 'coach_member_list', column: 'member_id' },
  withoutPackage: { table: 'admin_activity_log', column: 'id', where: 'package_id IS NULL' },
} as const satisfies Record<string, IdSource>;
export type Source = keyof typeof SOURCES;

/** The place of a usage among those of its day, whatever its slot says: all but further ones, 1. */
const PLACE = 'CASE WHEN u.used_again = 1 THEN COALESCE(u.active_slot, 0) ELSE 1 END';

/** Reads what the laws are about, a part at a time. */
@Injectable()
export class VerifyRepository {
  /** The next ids after the given one, or undefined at the end. */
  async nextIds(tx: Tx, of: Source, after: number, size: number): Promise<IdPage | undefined> {
    return nextIds(tx, SOURCES[of], after, size);
  }

  /** The highest id, 0 where there is none. */
  async lastId(tx: Tx, of: Source): Promise<number> {
    const { table, column } = SOURCES[of];
    const row = await tx.row<{ last: number | null }>(
      `SELECT MAX(${column}) AS last FROM ${table}`,
    );
    return row?.last ?? 0;
  }

  /** The last id that the log has given, 0 where ids may be left out. */
  async lastGivenId(tx: Tx): Promise<number> {
    return (await tx.lastGivenId(SOURCES.log.table)) ?? 0;
  }

  /** The first gaps in the ids of the log that end in a range. */
  async gapsBefore(tx: Tx, { lowest, highest }: IdRange): Promise<IdRange[]> {
    return tx.rows<IdRange>(
      `SELECT COALESCE((SELECT MAX(b.id) FROM admin_activity_log b WHERE b.id < a.id), 0) + 1
                AS lowest, a.id - 1 AS highest
         FROM admin_activity_log a
        WHERE a.id BETWEEN ? AND ? AND a.id > 1
          AND NOT EXISTS (SELECT 1 FROM admin_activity_log b WHERE b.id = a.id - 1)
        ORDER BY a.id LIMIT 20`,
      [lowest, highest],
    );
  }

  /** The packages, by rising id. */
  async packages(tx: Tx, { lowest, highest }: IdRange): Promise<PackageRow[]> {
    const rows = await tx.rows<RawPackageRow>(
      `SELECT p.id, p.member_id AS memberId, p.coach_id AS coachId, p.rate_type AS rateType,
              p.version, p.remaining_sessions AS remaining, p.granted_sessions AS granted,
              p.booked_sessions AS booked, p.status, p.coach_approval AS coachApproval,
              p.staff_approval AS staffApproval, p.expires_at AS expiresAt,
              p.voided_status AS voidedStatus, p.frozen_days AS frozenDays
         FROM coach_member_list p WHERE p.id BETWEEN ? AND ? ORDER BY p.id`,
      [lowest, highest],
    );
    return rows.map((row) => packageRowOf(row, tx));
  }

  /** The whole history of the packages, one after another, each by rising id. */
  async history(tx: Tx, packages: IdRange): Promise<HistoryRow[]> {
    return tx.rows<HistoryRow>(
      `SELECT id, coach_member_id AS packageId, member_id AS memberId, coach_id AS coachId,
              usage_date AS usageDate, adjustment_type AS kind, adjustment_amount AS adjustment,
              balance_after AS balanceAfter, active_slot AS activeSlot, used_again AS usedAgain,
              attended_as AS attendance, replaced_by_id AS replacedById,
              delivered_by AS deliveredBy,
              reason, reason_code AS reasonCode, undo_reason_code AS undoReasonCode,
              created_at AS createdAt, created_by AS createdBy, undone_at AS undoneAt,
              undone_by AS undoneBy, undo_reason AS undoReason,
              CASE WHEN undone_at IS NULL THEN 0 ELSE 1 END AS isUndone
         FROM coach_usage_history WHERE coach_member_id BETWEEN ? AND ?
        ORDER BY coach_member_id, id`,
      [packages.lowest, packages.highest],
    );
  }

  /** What was done to the packages, one after another, each in the order of being written. */
  async doneActivities(tx: Tx, packages: IdRange): Promise<DoneActivity[]> {
    return tx.rows<DoneActivity>(
      `SELECT id, action, package_id AS packageId, usage_id AS usageId, \`before\`, \`after\`,
              code, member_id AS memberId, coach_id AS coachId, actor_id AS actorId,
              actor_role AS actorRole, reason, reason_code AS reasonCode, created_at AS createdAt
         FROM admin_activity_log
        WHERE package_id BETWEEN ? AND ? AND outcome = 'done'
        ORDER BY package_id, id`,
      [packages.lowest, packages.highest],
    );
  }

  /** Members whose usages take one day with the same coach twice, as these rows themselves say. */
  async crowdedMembers(tx: Tx, { lowest, highest }: IdRange): Promise<number[]> {
    // All of it is in the key of a member's days, so that no row is read.
    const rows = await tx.rows<{ memberId: number }>(
      `SELECT u.member_id AS memberId FROM coach_usage_history u
        WHERE u.member_id BETWEEN ? AND ? AND ${TAKES_DAY} AND u.usage_date IS NOT NULL
        GROUP BY u.member_id, u.coach_id, u.usage_date, u.active_slot HAVING COUNT(*) > 1`,
      [lowest, highest],
    );
    return rows.map(({ memberId }) => memberId);
  }

  /**
   * Days on which two active usages of a pair take the same place, which the packages name: other
   * programs' rows do not.
   */
  async crowdedDays(tx: Tx, memberIds: readonly number[]): Promise<CrowdedDay[]> {
    return tx.rows<CrowdedDay>(
      `SELECT p.member_id AS memberId, p.coach_id AS coachId, u.usage_date AS \`day\`,
              COUNT(*) AS usages, COUNT(u.member_id) AS booked,
              MIN(u.id) AS firstUsageId, MAX(u.id) AS lastUsageId
         FROM coach_member_list p JOIN coach_usage_history u ON u.coach_member_id = p.id
        WHERE p.member_id IN (${placeholders(memberIds)}) AND u.usage_date IS NOT NULL
          AND ${IS_ACTIVE_USAGE}
        GROUP BY p.member_id, p.coach_id, u.usage_date, ${PLACE} HAVING COUNT(*) > 1
        ORDER BY p.member_id, p.coach_id, u.usage_date`,
      [...memberIds],
    );
  }

  /** The next packages that are not there, though something names them; undefined at the end. */
  async nextMissing(tx: Tx, after: number): Promise<MissingPackages | undefined> {
    return nextMissing(tx, after);
  }

  /** Which of some packages are gone, and not booked as that, by rising id. */
  async gonePackages(tx: Tx, ids: readonly number[]): Promise<number[]> {
    return goneAmong(tx, ids);
  }

  /** Of some activities, those whose change is not there. */
  async straysOf(tx: Tx, activityIds: readonly number[]): Promise<StrayActivity[]> {
    return straysWhere(tx, `a.id IN (${placeholders(activityIds)})`, activityIds);
  }

  /** Those of packages that are not there; a package that is gone makes no activity one. */
  async straysOfMissing(tx: Tx, packageIds: readonly number[]): Promise<StrayActivity[]> {
    return straysWhere(tx, `a.package_id IN (${placeholders(packageIds)})`, packageIds);
  }

  /** Those among the activities that name no package. */
  async straysWithoutPackage(tx: Tx, { lowest, highest }: IdRange): Promise<StrayActivity[]> {
    return straysWhere(tx, 'a.package_id IS NULL AND a.id BETWEEN ? AND ?', [lowest, highest]);
  }

  /** The rows in which one of the checks, all of one table, finds something odd, by rising id. */
  async oddRows(tx: Tx, checks: readonly OddCheck[], rows: IdRange): Promise<OddRow[]> {
    const [{ table } = { table: 'none' }] = checks;
    const flags = checks.map(({ isOdd }, n) => `CASE WHEN ${isOdd} THEN 1 ELSE 0 END AS odd${n}`);
    const found = await tx.rows<Record<string, number>>(
      `SELECT u.id, ${flags.join(', ')} FROM ${table} u
        WHERE u.id BETWEEN ? AND ? AND (${checks.map(({ isOdd }) => isOdd).join(' OR ')})
        ORDER BY u.id`,
      [rows.lowest, rows.highest],
    );
    return found.map(({ id = 0, ...row }) => {
      const odd = checks.map((_, n) => n).filter((n) => (row[`odd${n}`] ?? 0) > 0);
      return { id, odd };
    });
  }

  /** What was probably taken twice from packages, and what was added to these, by rising id. */
  async doubleEntries(tx: Tx, code: string, packageIds: readonly number[]): Promise<DoubleEntry[]> {
    const rows = await tx.rows<Omit<DoubleEntry, 'isDouble'> & { isDouble: number }>(
      `SELECT u.id AS usageId, p.id AS packageId, p.member_id AS memberId,
              p.coach_id AS coachId, u.adjustment_amount AS amount, u.usage_date AS \`day\`,
              EXISTS (SELECT 1 FROM admin_activity_log a
                       WHERE a.package_id = p.id AND a.usage_id = u.id AND a.code = ?) AS isDouble
         FROM coach_member_list p JOIN coach_usage_history u ON u.coach_member_id = p.id
        WHERE p.id IN (${placeholders(packageIds)}) AND ${IS_CORRECTION}
          AND u.adjustment_amount IS NOT NULL
        ORDER BY p.id, u.id`,
      [code, ...packageIds],
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
}

async function straysWhere(
  tx: Tx,
  condition: string,
  values: readonly SqlValue[],
): Promise<StrayActivity[]> {
  const rows = await tx.rows<Omit<StrayActivity, 'isGone'> & { isGone: number }>(
    `SELECT a.id, a.action, a.package_id AS packageId, a.usage_id AS usageId,
            CASE WHEN p.id IS NOT NULL AND u.id IS NULL AND a.usage_id IS NOT NULL
                 THEN 1 ELSE 0 END AS isGone
       FROM admin_activity_log a
       LEFT JOIN coach_member_list p ON p.id = a.package_id
       LEFT JOIN coach_usage_history u ON u.id = a.usage_id
      WHERE ${condition} AND a.outcome = 'done'
        AND ((${IS_ROW_GONE})
          OR (u.id IS NOT NULL AND COALESCE(a.package_id, 0) <> u.coach_member_id)
          OR (a.package_id IS NULL
              AND (a.usage_id IS NOT NULL OR a.action LIKE 'package.%'))
          OR (a.usage_id IS NULL AND (a.action LIKE 'session.%' OR a.action LIKE 'balance.%')))
      ORDER BY a.id`,
    values,
  );
  return rows.map(({ isGone, ...row }) => ({ ...row, isGone: isGone > 0 }));
}
