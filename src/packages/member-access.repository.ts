import { Injectable } from '@nestjs/common';
import { USER_TYPE_IDS } from '../common/actor.js';
import { type StudioDay, studioDayOf } from '../common/studio-day.js';
import { Conditions } from '../database/conditions.js';
import { IS_COACH, IS_DISABLED } from '../database/php-accounts.js';
import { placeholders, type Tx } from '../database/tx.js';
import {
  IS_ASSIGNED,
  IS_FROZEN,
  IS_IN_TIME,
  IS_OPEN,
  IS_PENDING,
  isCounted,
  isFree,
} from './package-sql.js';
import type { Cover } from './substitution-rules.js';
import { COVERS_MEMBER, IS_COVERING } from './substitution-sql.js';

/** Days on which somebody stands in for a coach, and who. */
export interface StandIn extends Cover {
  readonly substituteId: number;
}

/** Whose substitutions to read: on which day, for which coach, and reaching which member. */
interface CoversFilter {
  readonly substituteId: number;
  readonly day: StudioDay;
  readonly coachId?: number | undefined;
  readonly memberId?: number;
}

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

  /**
   * How the coach reaches the member on a day: assigned themselves, else by standing in for one who
   * is. The second is looked at only where the first is not so.
   */
  async reachOf(
    tx: Tx,
    { coachId, memberId, day }: { coachId: number; memberId: number; day: StudioDay },
  ): Promise<'own' | 'covered' | undefined> {
    const row = await tx.row<{ reach: 'own' | 'covered' | null }>(
      `SELECT COALESCE(
         (SELECT 'own' FROM coach_member_list p
           WHERE p.member_id = ? AND p.coach_id = ? AND ${IS_ASSIGNED} LIMIT 1),
         (SELECT 'covered' FROM coach_substitution s
           WHERE ${IS_COVERING} AND ${COVERS_MEMBER} LIMIT 1)) AS reach`,
      [memberId, coachId, coachId, day, day, memberId, memberId],
    );
    return row?.reach ?? undefined;
  }

  /** In what somebody stands in for coaches on a day; for one of them, and a member of theirs. */
  async covers(tx: Tx, { substituteId, day, coachId, memberId }: CoversFilter): Promise<Cover[]> {
    const conditions = new Conditions()
      .and(IS_COVERING, substituteId, day, day)
      .andIfGiven('s.coach_id = ?', coachId);
    if (memberId !== undefined) conditions.and(COVERS_MEMBER, memberId, memberId);
    return tx.rows<Cover>(
      `SELECT s.coach_id AS coachId, s.member_id AS memberId, s.from_day AS \`from\`,
              s.to_day AS \`to\`
         FROM coach_substitution s ${conditions.where} ORDER BY s.id`,
      conditions.values,
    );
  }

  /** In what some people stand in for coaches on a day. */
  async coversOfEach(tx: Tx, ids: readonly number[], day: StudioDay): Promise<StandIn[]> {
    return tx.rows<StandIn>(
      `SELECT s.substitute_id AS substituteId, s.coach_id AS coachId, s.member_id AS memberId,
              s.from_day AS \`from\`, s.to_day AS \`to\`
         FROM coach_substitution s
        WHERE s.substitute_id IN (${placeholders(ids)}) AND s.from_day <= ? AND s.to_day >= ?`,
      [...ids, day, day],
    );
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
