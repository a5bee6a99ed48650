import { Injectable } from '@nestjs/common';
import { USER_TYPE_IDS } from '../common/actor.js';
import { Conditions } from '../database/conditions.js';
import type { Tx } from '../database/tx.js';

/**
 * The subscriptions that make a coach assigned to a member: approved by both sides and not
 * disconnected. Drained and expired ones count, because the coach must be able to renew them.
 */
export const ASSIGNED = `coach_approval = 'approved' AND staff_approval = 'approved'
  AND status <> 'disconnected'`;

/** The members in `user u`: all of them, or those to whom the coach is assigned. */
export function membersOf(coachId: number | undefined): Conditions {
  const members = new Conditions().and('u.user_type_id = ?', USER_TYPE_IDS.member);
  if (coachId === undefined) return members;
  const assigned = `SELECT member_id FROM coach_member_list WHERE coach_id = ? AND ${ASSIGNED}`;
  return members.and(`u.id IN (${assigned})`, coachId);
}

/** Asks the subscriptions whose member somebody is. */
@Injectable()
export class MemberAccessRepository {
  /** Whether there is a member of this id; coaches and staff are none. */
  async isMember(tx: Tx, id: number): Promise<boolean> {
    const sql = 'SELECT 1 FROM `user` WHERE id = ? AND user_type_id = ?';
    return (await tx.row(sql, [id, USER_TYPE_IDS.member])) !== undefined;
  }

  /** Whether the coach is assigned to the member. */
  async isAssigned(tx: Tx, coachId: number, memberId: number): Promise<boolean> {
    const sql = `SELECT 1 FROM coach_member_list
      WHERE member_id = ? AND coach_id = ? AND ${ASSIGNED} LIMIT 1`;
    return (await tx.row(sql, [memberId, coachId])) !== undefined;
  }

  /** The members to whom the coach is assigned, in no order. */
  async assignedMemberIds(tx: Tx, coachId: number): Promise<number[]> {
    const rows = await tx.rows<{ id: number }>(
      `SELECT DISTINCT member_id AS id FROM coach_member_list WHERE coach_id = ? AND ${ASSIGNED}`,
      [coachId],
    );
    return rows.map((row) => row.id);
  }
}
