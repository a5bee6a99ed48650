import { USER_TYPE_IDS } from '../common/actor.js';
import { Conditions } from '../database/conditions.js';
import { ASSIGNED_MEMBER_IDS } from '../packages/package-sql.js';

/** The members in `user u`: all of them, or those to whom the coach is assigned. */
export function membersOf(coachId: number | undefined): Conditions {
  return onlyMembers(coachId !== undefined).andIfGiven(`u.id IN (${ASSIGNED_MEMBER_IDS})`, coachId);
}

/**
 * Members in `user u`: everybody by the key of names, few by their ids. No key knows a sum: else
 * the server goes along all members, to find out which of them are among the few.
 */
export function onlyMembers(areFew: boolean): Conditions {
  const type = areFew ? 'u.user_type_id + 0' : 'u.user_type_id';
  return new Conditions().and(`${type} = ?`, USER_TYPE_IDS.member);
}
