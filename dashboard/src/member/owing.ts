import type { MemberDto, OwedSessionDto, PackageDto } from '../api/generated/types.gen.js';

/** There is something to train with, now or after a freeze. */
const GOES_ON: ReadonlySet<PackageDto['state']> = new Set(['active', 'frozen']);

/** Whether a package of the member can settle an owed session: one of its coach, in use. */
export function settlesFor({ packages }: MemberDto, { coachId }: OwedSessionDto): boolean {
  return packages.some((one) => one.coachId === coachId && isUsable(one));
}

/**
 * Whether a session with the coach of a package may be owed: the studio lets members owe some, and
 * nothing of the two is left to train with. The server asks the same.
 */
export function mayOwe(one: PackageDto, { packages }: MemberDto, most: number): boolean {
  // An answer of before this product knew of it has no number.
  if (!(most > 0) || one.remaining === null) return false;
  if (one.state !== 'exhausted' && one.state !== 'expired') return false;
  return !packages.some(({ coachId, state }) => coachId === one.coachId && GOES_ON.has(state));
}

function isUsable({ state, remaining }: PackageDto): boolean {
  return state === 'active' && (remaining ?? 0) > 0;
}
