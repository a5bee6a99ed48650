import type { MemberDto, PackageDto } from '../api/generated/types.gen.js';
import { currentOf } from './package-order.js';

type Owner = Pick<MemberDto, 'packages' | 'lastPackage'>;

/** The packages of a member that are used up, over or nearly so, and have no successor yet. */
export function renewable({ packages, lastPackage }: Owner, lowBalance: number): PackageDto[] {
  const known = packages.length === 0 && lastPackage !== null ? [lastPackage] : packages;
  const low = currentOf(known).filter((one) => isLow(one, lowBalance));
  return low.filter(({ id, coachId }) => {
    const others = known.filter((one) => one.coachId === coachId && one.id !== id);
    const isSucceeded = others.some((one) => isToCome(one) && !isLow(one, lowBalance));
    return !isSucceeded && !low.some((one) => one.coachId === coachId && one.id > id);
  });
}

function isLow({ state, remaining }: PackageDto, lowBalance: number): boolean {
  if (state === 'active') return remaining !== null && remaining <= lowBalance;
  return state === 'exhausted' || state === 'expired';
}

/** Can be used, or will be when somebody approves it, or when its freeze is over. */
function isToCome({ state }: PackageDto): boolean {
  return state === 'active' || state === 'pending' || state === 'frozen';
}
