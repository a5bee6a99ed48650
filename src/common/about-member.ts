import { type Role, roleOfUserType } from './actor.js';

/** Whom an activity is about, where that is a member: members have a log of their own. */
export function aboutMember({ id, role }: { id: number; role: Role }): { memberId?: number } {
  return role === 'member' ? { memberId: id } : {};
}

/** The same of somebody who is known as PHP keeps them. */
export function aboutMemberAmong(user: { id: number; userTypeId: number }): { memberId?: number } {
  return aboutMember({ id: user.id, role: roleOfUserType(user.userTypeId) });
}
