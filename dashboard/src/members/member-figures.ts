import type { MemberDto, PackageDto } from '../api/generated/types.gen.js';

/** What is left of a member's usable packages, and how the rest is paid. */
export interface Figures {
  /** Sessions left; null where nothing is counted or nothing was sold. */
  readonly left: number | null;
  /** What is paid otherwise, where that is all there is. */
  readonly rate: Exclude<PackageDto['rateType'], 'package'> | null;
  /** When the first of the usable packages ends. */
  readonly endsAt: string | null;
}

/** The figures of one member, from the packages whose state is active. */
export function figuresOf({
  packages,
  attention,
}: Pick<MemberDto, 'packages' | 'attention'>): Figures {
  const usable = packages.filter(({ state }) => state === 'active');
  const counted = usable.filter(({ remaining }) => remaining !== null);
  const left = counted.reduce((sum, { remaining }) => sum + (remaining ?? 0), 0);
  const other = usable.find(({ remaining }) => remaining === null)?.rateType;
  // One that was just used up is counted still, until the list is read again.
  const isUsedUp = packages.some(({ state }) => state === 'exhausted');
  const isCounted = counted.length > 0 || isUsedUp || attention.includes('empty');
  return {
    left: isCounted ? left : null,
    rate: isCounted || other === undefined || other === 'package' ? null : other,
    endsAt: firstEnd(usable),
  };
}

/** Whether one tap can take a session: something usable is counted, and some of it is left. */
export function canUse({ packages }: Pick<MemberDto, 'packages'>): boolean {
  return packages.some(({ state, remaining }) => state === 'active' && (remaining ?? 0) > 0);
}

function firstEnd(packages: readonly PackageDto[]): string | null {
  return packages.flatMap(({ expiresAt }) => expiresAt ?? []).sort()[0] ?? null;
}
