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

/** What a coach's profile says; prices are text with two decimals. */
export interface CoachProfile {
  readonly name: string | null;
  readonly monthly: string | null;
  readonly sessionPackage: string | null;
  readonly sessionPackageCount: number | null;
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
        ORDER BY u.usage_date DESC, u.created_at DESC, u.id DESC LIMIT ${limit}`,
      packageIds,
    );
    return rows.map((row) => ({ ...row, createdAt: tx.times.madeAt(row.createdAt) }));
  }

  /** Adjustments and grants are no usages. */
  async usageStats(tx: Tx, packageIds: readonly number[]): Promise<UsageStats> {
    const row = await tx.row<{ total: number | string; active: number | string }>(
      `SELECT COUNT(*) AS total, COUNT(CASE WHEN ${IS_ACTIVE_USAGE} THEN 1 END) AS active
         FROM coach_usage_history u
        WHERE u.coach_member_id IN (${placeholders(packageIds)}) AND ${IS_USAGE}`,
      packageIds,
    );
    return { total: Number(row?.total ?? 0), active: Number(row?.active ?? 0) };
  }

  /**
   * A coach's profile; a coach may have none. All columns are read, because not every installation
   * has a name there.
   */
  async profileOf(tx: Tx, coachId: number): Promise<CoachProfile> {
    const row = await tx.row<ProfileRow>(
      'SELECT c.* FROM coaches c WHERE c.user_id = ? ORDER BY c.id LIMIT 1',
      [coachId],
    );
    return {
      name: nameOf(row?.name),
      monthly: priceOf(row?.monthly_rate ?? null),
      sessionPackage: priceOf(row?.session_package_rate ?? null),
      sessionPackageCount: row?.session_package_count ?? null,
    };
  }
}

interface ProfileRow {
  readonly name?: string | null;
  readonly monthly_rate: Decimal;
  readonly session_package_rate: Decimal;
  readonly session_package_count: number | null;
}

/** A name that says something. */
function nameOf(name: string | null = null): string | null {
  return name?.trim() === '' ? null : name;
}

/** The server database keeps decimals as text, the embedded one as numbers. */
type Decimal = string | number | null;

function priceOf(value: Decimal): string | null {
  return value === null ? null : Number(value).toFixed(2);
}
