import type { StudioDay } from '../common/studio-day.js';
import type { Package } from './package.entity.js';

/** The code of an activity by which the days of a package began with a session, or no longer do. */
export const FIRST_USE = 'first_use';

/** A usage of a package, whether it counts, and whether the product wrote it. */
export interface FoundUsage {
  readonly id: number;
  readonly day: StudioDay | null;
  readonly isActive: boolean;
  readonly isOurs: boolean;
}

type Terms = Pick<Package, 'activation' | 'validDays' | 'expiresAt'>;

/** Whether the next session may begin the days of a package. */
export function waitsForUse({ activation, validDays, expiresAt }: Terms): boolean {
  return activation === 'first_use' && validDays !== null && expiresAt === null;
}

/** Whether a session may have begun the days of a package. */
export function hasBegun({ activation, validDays, expiresAt }: Terms): boolean {
  return activation === 'first_use' && validDays !== null && expiresAt !== null;
}

/**
 * Whether a session that is about to be taken is the first. With sessions of ours before it,
 * somebody has decided that the package never ends. What PHP wrote begins nothing.
 */
export function isFirst(usages: readonly FoundUsage[]): boolean {
  return !usages.some(({ isActive, isOurs }) => isActive && isOurs);
}

/**
 * Whether undoing a usage takes the beginning back: none is left that counts, and the end is the
 * one that a usage has made, and no date that people have agreed on since.
 */
export function isTakenBack(
  { expiresAt }: Pick<Package, 'expiresAt'>,
  undone: number,
  usages: readonly FoundUsage[],
  endOf: (day: StudioDay) => Date | null,
): boolean {
  if (usages.some(({ id, isActive }) => isActive && id !== undone)) return false;
  const end = expiresAt?.getTime();
  return usages.some(({ day }) => day !== null && endOf(day)?.getTime() === end);
}
