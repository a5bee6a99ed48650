import type { PackageScope } from '../packages/member-access.js';
import type { Cover } from '../packages/substitution-rules.js';

/** A coach whose packages are seen: of all members, or of some. */
export interface SeenCoach {
  readonly coachId: number;
  readonly memberIds?: readonly number[];
}

/** A text that two scopes have in common where they are the same. */
export function keyOf({ coachId, memberId, covers = [] }: PackageScope): string {
  const covered = covers.map((one) => `${one.coachId}:${one.memberId ?? ''}`).toSorted();
  return [coachId ?? '', memberId ?? '', ...new Set(covered)].join('/');
}

/** Whether a coach stands in for others by now than when the scope was read. */
export function isOutdated(
  scope: PackageScope,
  standIns: readonly (Cover & { readonly substituteId: number })[],
): boolean {
  const { coachId } = scope;
  if (coachId === undefined) return false;
  const covers = standIns.filter(({ substituteId }) => substituteId === coachId);
  return keyOf({ coachId, covers }) !== keyOf(scope);
}

/** The coaches whose packages a coach sees: their own, and those for whom they stand in. */
export function coachesOf({ coachId, covers = [] }: PackageScope): SeenCoach[] {
  if (coachId === undefined) return [];
  const others = [...new Set(covers.map((one) => one.coachId))].map((id): SeenCoach => {
    const named = covers.filter((one) => one.coachId === id).map((one) => one.memberId);
    const memberIds = named.filter((one) => one !== null);
    return memberIds.length < named.length ? { coachId: id } : { coachId: id, memberIds };
  });
  return [{ coachId }, ...others];
}

/** Whether a package may be among those of a scope. */
export function concerns(
  scope: PackageScope,
  one: { readonly memberId: number; readonly coachId: number },
): boolean {
  const { coachId, memberId = one.memberId } = scope;
  if (coachId === undefined) return memberId === one.memberId;
  return coachesOf(scope).some(
    (seen) => seen.coachId === one.coachId && (seen.memberIds?.includes(one.memberId) ?? true),
  );
}
