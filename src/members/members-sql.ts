import { USER_TYPE_IDS } from '../common/actor.js';
import { Conditions } from '../database/conditions.js';
import { ASSIGNED_MEMBER_IDS } from '../packages/package-sql.js';

/** The members in `user u`: all of them, or those to whom the coach is assigned. */
export function membersOf(coachId: number | undefined): Conditions {
  const members = new Conditions().and('u.user_type_id = ?', USER_TYPE_IDS.member);
  return members.andIfGiven(`u.id IN (${ASSIGNED_MEMBER_IDS})`, coachId);
}
