import type { Role } from '../common/actor.js';
import { fieldError, validationProblem } from '../common/problem.js';

/**
 * Whether somebody can sign in. `disabled`: the studio has switched them off. `kept_out`: PHP lets
 * them in no more, or not yet. `no_password`: they have set none yet.
 */
export const PERSON_STATES = ['active', 'no_password', 'disabled', 'kept_out'] as const;
export type PersonState = (typeof PERSON_STATES)[number];

/** What of a person decides whether a change is refused. */
export interface Standing {
  readonly role: Role;
  /** Whether packages are sold with them beside another role. */
  readonly alsoCoach: boolean;
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

/** Whether somebody can be a coach beside this role. */
export function mayAlsoCoach(role: Role): boolean {
  return role === 'admin' || role === 'staff';
}

const NO_OTHER_ROLE = 'alsoCoach is for admins and the front desk: others are coaches, or members.';

/** Throws `validation_failed` where nobody can be a coach beside this role. */
export function requireMayAlsoCoach(role: Role): void {
  if (mayAlsoCoach(role)) return;
  throw validationProblem([fieldError('body', 'alsoCoach', NO_OTHER_ROLE)]);
}

/** Whether somebody who may sign in as an admin, or be sold packages with, no longer may. */
export function leaves(
  { before, after }: Pick<Change, 'before' | 'after'>,
  role: 'admin' | 'coach',
): boolean {
  const isOver = !isOne(after, role) || (after.isDisabled && !before.isDisabled);
  return isOne(before, role) && isOver;
}

function isOne(standing: Standing, role: 'admin' | 'coach'): boolean {
  return standing.role === role || (role === 'coach' && standing.alsoCoach);
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
