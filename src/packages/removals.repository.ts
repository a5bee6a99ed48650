import { Injectable } from '@nestjs/common';
import { MAX_ID } from '../common/limits.js';
import type { Tx } from '../database/tx.js';
import type { Package } from './package.entity.js';
import type { GonePackage } from './removal-rules.js';
import { GONE_PACKAGE_IDS, IS_ROW_GONE } from './removal-sql.js';

/** Reads what is gone from the books, though the product removes nothing. */
@Injectable()
export class RemovalsRepository {
  /** Packages by rising id of whose history rows are gone that nobody has booked as gone. */
  async findPackages(
    tx: Tx,
    afterId: number,
    limit: number,
  ): Promise<Pick<Package, 'id' | 'memberId'>[]> {
    // What PHP had before the books has no activity: only the sum of the history misses it.
    return tx.rows<Pick<Package, 'id' | 'memberId'>>(
      `SELECT p.id, p.member_id AS memberId FROM coach_member_list p
        WHERE p.id IN (SELECT a.package_id
                         FROM admin_activity_log a
                         JOIN coach_member_list p ON p.id = a.package_id
                         LEFT JOIN coach_usage_history u ON u.id = a.usage_id
                        WHERE a.package_id > ? AND ${IS_ROW_GONE})
           OR p.id IN (SELECT b.id
                         FROM coach_member_list b
                         JOIN coach_session_summary s ON s.package_id = b.id
                        WHERE b.id > ? AND s.package_id > ? AND b.booked_sessions IS NOT NULL
                          AND b.version > 0
                          AND b.booked_sessions <
                              b.granted_sessions + s.adjustments_sum - s.active_usages)
        ORDER BY p.id LIMIT ${limit}`,
      [afterId, afterId, afterId],
    );
  }

  /** Whether rows of a package are gone that nobody has booked as gone. */
  async hasLostRows(tx: Tx, packageId: number): Promise<boolean> {
    const row = await tx.row(
      `SELECT 1 AS found
         FROM admin_activity_log a
         JOIN coach_member_list p ON p.id = a.package_id
         LEFT JOIN coach_usage_history u ON u.id = a.usage_id
        WHERE a.package_id = ? AND ${IS_ROW_GONE} LIMIT 1`,
      [packageId],
    );
    return row !== undefined;
  }

  /** Ids of packages that are gone and not booked as that, by rising id. */
  async findGone(tx: Tx, afterId: number, limit: number): Promise<number[]> {
    const rows = await tx.rows<{ id: number }>(
      `SELECT gone.id FROM (${GONE_PACKAGE_IDS}) gone ORDER BY gone.id LIMIT ${limit}`,
      [afterId + 1, MAX_ID, afterId + 1, MAX_ID],
    );
    return rows.map(({ id }) => id);
  }

  /** Whether this package is gone and not booked as that. */
  async isGone(tx: Tx, id: number): Promise<boolean> {
    return (await tx.row(GONE_PACKAGE_IDS, [id, id, id, id])) !== undefined;
  }

  /** What is still known of a package that is gone. */
  async factsOf(tx: Tx, id: number): Promise<GonePackage> {
    const last = await tx.row<Omit<GonePackage, 'id' | 'isMemberThere'>>(
      `SELECT id AS lastActivityId, member_id AS memberId, coach_id AS coachId, \`after\` AS books
         FROM admin_activity_log
        WHERE package_id = ? AND outcome = 'done' ORDER BY id DESC LIMIT 1`,
      [id],
    );
    const whose = last ?? (await this.ownerByHistory(tx, id));
    const { memberId } = whose;
    const member =
      memberId === null
        ? undefined
        : await tx.row('SELECT id FROM `user` WHERE id = ?', [memberId]);
    return {
      id,
      lastActivityId: last?.lastActivityId ?? 0,
      books: last?.books ?? null,
      memberId,
      coachId: whose.coachId,
      isMemberThere: memberId === null || member !== undefined,
    };
  }

  private async ownerByHistory(
    tx: Tx,
    packageId: number,
  ): Promise<Pick<GonePackage, 'memberId' | 'coachId'>> {
    const row = await tx.row<Pick<GonePackage, 'memberId' | 'coachId'>>(
      `SELECT MAX(member_id) AS memberId, MAX(coach_id) AS coachId
         FROM coach_usage_history WHERE coach_member_id = ?`,
      [packageId],
    );
    return row ?? { memberId: null, coachId: null };
  }
}
