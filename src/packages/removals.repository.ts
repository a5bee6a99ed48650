import { Injectable } from '@nestjs/common';
import type { IdRange } from '../database/id-ranges.js';
import type { Tx } from '../database/tx.js';
import type { Package } from './package.entity.js';
import type { GonePackage } from './removal-rules.js';
import { goneAmong, IS_ROW_GONE, type MissingPackages, nextMissing } from './removal-sql.js';
import { IS_UNDONE_BY_PHP } from './usage-sql.js';

/** Reads what is gone from the books, though the product removes nothing. */
@Injectable()
export class RemovalsRepository {
  /**
   * Packages of whose history rows are gone that nobody has booked as gone, or are marked as undone
   * and still take their days, by rising id.
   */
  async findPackages(
    tx: Tx,
    { lowest, highest }: IdRange,
  ): Promise<Pick<Package, 'id' | 'memberId'>[]> {
    // What PHP had before the books has no activity: only the sum of the history misses it.
    return tx.rows<Pick<Package, 'id' | 'memberId'>>(
      `SELECT p.id, p.member_id AS memberId FROM coach_member_list p
        WHERE p.id IN (SELECT a.package_id
                         FROM admin_activity_log a
                         JOIN coach_member_list p ON p.id = a.package_id
                         LEFT JOIN coach_usage_history u ON u.id = a.usage_id
                        WHERE a.package_id BETWEEN ? AND ? AND ${IS_ROW_GONE}
                        UNION
                       SELECT b.id
                         FROM coach_member_list b
                         JOIN coach_session_summary s ON s.package_id = b.id
                        WHERE b.id BETWEEN ? AND ? AND s.package_id BETWEEN ? AND ?
                          AND b.booked_sessions IS NOT NULL AND b.version > 0
                          AND b.booked_sessions <
                              b.granted_sessions + s.adjustments_sum - s.active_usages
                        UNION
                       SELECT u.coach_member_id FROM coach_usage_history u
                        WHERE u.coach_member_id BETWEEN ? AND ? AND ${IS_UNDONE_BY_PHP})
          AND p.id BETWEEN ? AND ?
        ORDER BY p.id`,
      Array.from({ length: 5 }, () => [lowest, highest]).flat(),
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

  /** Which of some packages are gone and not booked as that, by rising id. */
  async findGone(tx: Tx, ids: readonly number[]): Promise<number[]> {
    return goneAmong(tx, ids);
  }

  /** The next packages that are not there, though something names them; undefined at the end. */
  async nextMissing(tx: Tx, after: number): Promise<MissingPackages | undefined> {
    return nextMissing(tx, after);
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
