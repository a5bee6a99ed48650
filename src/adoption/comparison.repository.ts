import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';

/** What our books say of a member. */
export interface BookedNumbers {
  readonly memberId: number;
  readonly name: string | null;
  readonly left: number;
  readonly used: number;
  readonly lastDay: string | null;
}

/** Reads what our books say of members: granted, corrected and used, never the stored count. */
@Injectable()
export class ComparisonRepository {
  /** By rising member id, after the given one. */
  async booked(tx: Tx, afterId: number, limit: number): Promise<BookedNumbers[]> {
    const members = await tx.rows<{ id: number }>(
      `SELECT DISTINCT member_id AS id FROM coach_member_list WHERE member_id > ?
        ORDER BY member_id LIMIT ${limit}`,
      [afterId],
    );
    const [lowest, highest] = [members.at(0)?.id ?? 0, members.at(-1)?.id ?? 0];
    const rows = await tx.rows<Record<keyof BookedNumbers, string | number | null>>(
      `SELECT p.member_id AS memberId, MAX(n.fname) AS firstName, MAX(n.lname) AS lastName,
              SUM(CASE WHEN p.rate_type = 'package'
                       THEN p.granted_sessions + COALESCE(u.corrected, 0) - COALESCE(u.used, 0)
                       ELSE 0 END) AS \`left\`,
              SUM(COALESCE(u.used, 0)) AS used, MAX(u.last_day) AS lastDay
         FROM coach_member_list p
         LEFT JOIN \`user\` n ON n.id = p.member_id
         LEFT JOIN (SELECT h.coach_member_id AS package_id,
                           SUM(CASE WHEN h.adjustment_type IN ('automatic', 'manual')
                                     AND h.undone_at IS NULL THEN 1 ELSE 0 END) AS used,
                           SUM(CASE WHEN h.adjustment_type IN ('adjustment', 'external')
                                    THEN h.adjustment_amount ELSE 0 END) AS corrected,
                           MAX(CASE WHEN h.adjustment_type IN ('automatic', 'manual')
                                     AND h.undone_at IS NULL THEN h.usage_date END) AS last_day
                      FROM coach_session_usage h
                      JOIN coach_member_list own ON own.id = h.coach_member_id
                     WHERE own.member_id BETWEEN ? AND ?
                     GROUP BY h.coach_member_id) u ON u.package_id = p.id
        WHERE p.member_id BETWEEN ? AND ?
        GROUP BY p.member_id ORDER BY p.member_id`,
      [lowest, highest, lowest, highest],
    );
    return rows.map(numbersOf);
  }
}

function numbersOf(row: Record<string, string | number | null>): BookedNumbers {
  const name = [row.firstName, row.lastName].filter((part) => part !== null).join(' ');
  return {
    memberId: Number(row.memberId),
    name: name === '' ? null : name,
    left: Number(row.left),
    used: Number(row.used),
    lastDay: row.lastDay === null ? null : String(row.lastDay),
  };
}
