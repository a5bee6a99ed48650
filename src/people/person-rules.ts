import type { Role } from '../common/actor.js';

/**
 * Whether somebody can sign in. `disabled`: the studio has switched them off. `kept_out`: PHP lets
 * them in no more, or not yet. `no_password`: they have set none yet.
 */
export const PERSON_STATES = ['active', 'no_password', 'disabled', 'kept_out'] as const;
export type PersonState = (typeof PERSON_STATES)[number];

/** What of a person decides whether a change is refused. */
export interface Standing {
  readonly role: Role;
  readonly isDisabled: boolean;
}

/** What a change would make of somebody, and who is left then. */
export interface Change {
  readonly before: Standing;
  readonly after: Standing;
  /** Whether somebody changes themselves. */
  readonly isOwn: boolean;
  /** Admins besides this one who can sign in. */
  readonly otherAdmins: number;
  /** Members who still train with them. */
  readonly members: number;
}

/** Whether somebody who may sign in in a role no longer may. */
export function leaves({ before, after }: Pick<Change, 'before' | 'after'>, role: Role): boolean {
  const isOver = after.role !== role || (after.isDisabled && !before.isDisabled);
  return before.role === role && isOver;
}

/** Why a change of role or state is refused; undefined where it is not. */
export function refusalOf(
  change: Change,
): 'last_admin' | 'own_role' | 'coach_has_members' | undefined {
  const { before, after, isOwn, otherAdmins, members } = change;
  if (leaves(change, 'admin') && otherAdmins === 0) return 'last_admin';
  const isOther = before.role !== after.role || before.isDisabled !== after.isDisabled;
  if (isOwn && isOther) return 'own_role';
  return leaves(change, 'coach') && members > 0 ? 'coach_has_members' : undefined;
}

/** Whether somebody may invite people of a role: the front desk members, admins everybody. */
export function mayInvite(inviter: Role, invited: Role): boolean {
  return inviter === 'admin' || (inviter === 'staff' && invited === 'member');
}
