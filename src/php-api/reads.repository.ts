import { Injectable } from '@nestjs/common';
import type { DbInstant } from '../database/instants.js';
import { placeholders, type Tx } from '../database/tx.js';
import { IS_ACTIVE_USAGE, IS_USAGE, TAKES_DAY } from '../packages/usage-sql.js';

/** A session that counts, as the old app lists it. */
export interface UsedSession {
  readonly id: number;
  readonly packageId: number;
  readonly usageDate: string;
  readonly createdAt: Date;
}

/** How many sessions of a package were used, and how many of them given back. */
export interface UsageStats {
  readonly total: number;
  readonly active: number;
}

/** A coach's prices, as text with two decimals. */
export interface CoachRates {
  readonly monthly: string | null;
  readonly sessionPackage: string | null;
}

/** What the old scripts read and nobody else does. */
@Injectable()
export class PhpReadsRepository {
  /** The sessions of packages that count, newest first. Found by package: PHP names no member. */
  async usedSessions(tx: Tx, packageIds: readonly number[], limit: number): Promise<UsedSession[]> {
    const rows = await tx.rows<Omit<UsedSession, 'createdAt'> & { createdAt: DbInstant }>(
      `SELECT u.id, u.coach_member_id AS packageId, u.usage_date AS usageDate,
              u.created_at AS createdAt
         FROM coach_usage_history u
        WHERE u.coach_member_id IN (${placeholders(packageIds)})
          AND ${IS_ACTIVE_USAGE} AND ${TAKES_DAY}
        ORDER BY u.created_at DESC, u.id DESC LIMIT ${limit}`,
      packageIds,
    );
    return rows.map((row) => ({ ...row, createdAt: tx.times.madeAt(row.createdAt) }));
  }

  /** Adjustments and grants are no usages. */
  async usageStats(tx: Tx, packageId: number): Promise<UsageStats> {
    const row = await tx.row<{ total: number | string; active: number | string }>(
      `SELECT COUNT(*) AS total, COUNT(CASE WHEN ${IS_ACTIVE_USAGE} THEN 1 END) AS active
         FROM coach_usage_history u WHERE u.coach_member_id = ? AND ${IS_USAGE}`,
      [packageId],
    );
    return { total: Number(row?.total ?? 0), active: Number(row?.active ?? 0) };
  }

  /** The prices in a coach's profile; a coach may have none. */
  async ratesOf(tx: Tx, coachId: number): Promise<CoachRates> {
    const row = await tx.row<{ monthly: Decimal; sessionPackage: Decimal }>(
      `SELECT monthly_rate AS monthly, session_package_rate AS sessionPackage
         FROM coaches WHERE user_id = ? ORDER BY id LIMIT 1`,
      [coachId],
    );
    return {
      monthly: priceOf(row?.monthly ?? null),
      sessionPackage: priceOf(row?.sessionPackage ?? null),
    };
  }
}

/** The server database keeps decimals as text, the embedded one as numbers. */
type Decimal = string | number | null;

function priceOf(value: Decimal): string | null {
  return value === null ? null : Number(value).toFixed(2);
}
