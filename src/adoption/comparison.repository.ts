import { Injectable } from '@nestjs/common';
import { fullNameOf } from '../common/full-name.js';
import type { Tx } from '../database/tx.js';
import { isCounted, isFree } from '../packages/package-sql.js';
import { IS_ACTIVE_USAGE, IS_CORRECTION } from '../packages/usage-sql.js';
import { type Left, RUNS } from './old-numbers.js';

/** What our books say of a member. */
export interface BookedNumbers extends Left {
  readonly memberId: number;
  readonly name: string | null;
  readonly used: number;
  readonly lastDay: string | null;
}

/** Reads what our books say of members: granted, corrected and used, never the stored count. */
@Injectable()
export class ComparisonRepository {
  /**
   * As of an instant, by rising member id after the given one. What is no package is looked at as
   * far as it runs, as in the old figures.
   */
  async booked(tx: Tx, at: Date, afterId: number, limit: number): Promise<BookedNumbers[]> {
    const members = await tx.rows<{ id: number }>(
      `SELECT DISTINCT member_id AS id FROM coach_member_list WHERE member_id > ?
        ORDER BY member_id LIMIT ${limit}`,
      [afterId],
    );
    const [lowest, highest] = [members.at(0)?.id ?? 0, members.at(-1)?.id ?? 0];
    const now = tx.times.toDb(at);
    const rows = await tx.rows<Record<keyof BookedNumbers, string | number | null>>(
      `SELECT p.member_id AS memberId, MAX(n.fname) AS firstName, MAX(n.lname) AS lastName,
              SUM(CASE WHEN ${isCounted(tx)} AND (p.rate_type = 'package' OR ${RUNS})
                       THEN p.granted_sessions + COALESCE(h.corrected, 0) - COALESCE(h.used, 0)
                       ELSE 0 END) AS \`left\`,
              MAX(CASE WHEN ${isFree(tx)} AND ${RUNS} THEN 1 ELSE 0 END) AS isFree,
              SUM(COALESCE(h.used, 0)) AS used, MAX(h.last_day) AS lastDay
         FROM coach_member_list p
         LEFT JOIN \`user\` n ON n.id = p.member_id
         LEFT JOIN (SELECT u.coach_member_id AS package_id,
                           SUM(CASE WHEN ${IS_ACTIVE_USAGE} THEN 1 ELSE 0 END) AS used,
                           SUM(CASE WHEN ${IS_CORRECTION} THEN u.adjustment_amount ELSE 0 END)
                             AS corrected,
                           MAX(CASE WHEN ${IS_ACTIVE_USAGE} THEN u.usage_date END) AS last_day
                      FROM coach_usage_history u
                      JOIN coach_member_list own ON own.id = u.coach_member_id
                     WHERE own.member_id BETWEEN ? AND ?
                     GROUP BY u.coach_member_id) h ON h.package_id = p.id
        WHERE p.member_id BETWEEN ? AND ?
        GROUP BY p.member_id ORDER BY p.member_id`,
      [now, now, lowest, highest, lowest, highest],
    );
    return rows.map(numbersOf);
  }
}

function numbersOf(row: Record<string, string | number | null>): BookedNumbers {
  const { firstName, lastName } = row as Record<'firstName' | 'lastName', string | null>;
  const name = fullNameOf({ firstName, lastName });
  return {
    memberId: Number(row.memberId),
    name: name === '' ? null : name,
    left: Number(row.left),
    isFree: Number(row.isFree) > 0,
    used: Number(row.used),
    lastDay: row.lastDay === null ? null : String(row.lastDay),
  };
}
