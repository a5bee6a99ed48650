import { Injectable } from '@nestjs/common';
import { USER_TYPE_IDS } from '../common/actor.js';
import { studioDayOf } from '../common/studio-day.js';
import { IS_COACH, IS_DISABLED } from '../database/php-accounts.js';
import type { Tx } from '../database/tx.js';
import {
  IS_ASSIGNED,
  IS_FROZEN,
  IS_IN_TIME,
  IS_OPEN,
  IS_PENDING,
  isCounted,
  isFree,
} from './package-sql.js';

/** Asks the subscriptions whose member somebody is. */
@Injectable()
export class MemberAccessRepository {
  /** Whether there is a member of this id; coaches and staff are none. */
  async isMember(tx: Tx, id: number): Promise<boolean> {
    const sql = 'SELECT 1 FROM `user` WHERE id = ? AND user_type_id = ?';
    return (await tx.row(sql, [id, USER_TYPE_IDS.member])) !== undefined;
  }

  /**
   * Says whether there is a coach of this id, and whether the studio has switched that coach off.
   * Until the end of the transaction neither changes.
   */
  async lockCoach(tx: Tx, id: number): Promise<{ isOff: boolean } | undefined> {
    const sql = 'SELECT u.id FROM `user` u WHERE u.id = ? AND u.user_type_id <> ?';
    const [person] = await tx.lockedRows(sql, [id, USER_TYPE_IDS.member]);
    if (person === undefined) return undefined;
    // Behind the lock: what it has waited for may be that the coach is none any more, or off.
    return this.findCoach(tx, id);
  }

  /** As `lockCoach`, of somebody who may change at any time. */
  async findCoach(tx: Tx, id: number): Promise<{ isOff: boolean } | undefined> {
    const coach = await tx.row<{ isOff: unknown }>(
      `SELECT ${IS_DISABLED} AS isOff FROM \`user\` u WHERE u.id = ? AND ${IS_COACH}`,
      [id],
    );
    return coach && { isOff: Number(coach.isOff) === 1 };
  }

  /** As `lockCoach`, of a member. */
  async lockMember(tx: Tx, id: number): Promise<{ isOff: boolean } | undefined> {
    const sql = 'SELECT u.id FROM `user` u WHERE u.id = ? AND u.user_type_id = ?';
    const [person] = await tx.lockedRows(sql, [id, USER_TYPE_IDS.member]);
    if (person === undefined) return undefined;
    const member = await tx.row<{ isOff: unknown }>(
      `SELECT ${IS_DISABLED} AS isOff FROM \`user\` u WHERE u.id = ?`,
      [id],
    );
    return member && { isOff: Number(member.isOff) === 1 };
  }

  /** Whether the coach is assigned to the member. */
  async isAssigned(tx: Tx, coachId: number, memberId: number): Promise<boolean> {
    const sql = `SELECT 1 FROM coach_member_list p
      WHERE p.member_id = ? AND p.coach_id = ? AND ${IS_ASSIGNED} LIMIT 1`;
    return (await tx.row(sql, [memberId, coachId])) !== undefined;
  }

  /** The members to whom the coach is assigned, in no order. */
  async assignedMemberIds(tx: Tx, coachId: number): Promise<number[]> {
    const rows = await tx.rows<{ id: number }>(
      `SELECT DISTINCT p.member_id AS id FROM coach_member_list p
        WHERE p.coach_id = ? AND ${IS_ASSIGNED}`,
      [coachId],
    );
    return rows.map((row) => row.id);
  }

  /** How many members have something with the coach that is not over, or waits for an approval. */
  async countTraining(tx: Tx, coachId: number, at: Date): Promise<number> {
    const goesOn = `${IS_ASSIGNED} AND ${IS_OPEN}
      AND (${isFree(tx)} OR (${isCounted(tx)} AND p.remaining_sessions >= 1))`;
    const today = studioDayOf(at, tx.studioTimeZone);
    const row = await tx.row<{ n: number | string }>(
      `SELECT COUNT(DISTINCT p.member_id) AS n FROM coach_member_list p
        WHERE p.coach_id = ? AND ((${IS_IN_TIME} AND ((${goesOn}) OR (${IS_PENDING})))
           OR (${IS_ASSIGNED} AND ${IS_OPEN} AND ${IS_FROZEN}))`,
      [coachId, tx.times.toDb(at), today, today],
    );
    return Number(row?.n ?? 0);
  }
}
