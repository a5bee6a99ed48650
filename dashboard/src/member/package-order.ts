import type { PackageShape } from '../api/generated/types.gen.js';

/**
 * The packages that matter now, what is used up first at the top: those that can be used, those
 * that wait for an approval, and where nothing can be used, the last one that could.
 */
export function currentOf(packages: readonly PackageShape[]): PackageShape[] {
  const usable = packages.filter(({ state }) => state === 'active').toSorted(byEnd);
  const waiting = packages.filter(({ state }) => state === 'pending');
  const over = packages.filter(({ state }) => state === 'exhausted' || state === 'expired');
  const last = usable.length === 0 ? over.toSorted(newestFirst).slice(0, 1) : [];
  return [...usable, ...last, ...waiting];
}

/** As the studio uses them: what ends first, and what has no end last. */
function byEnd(a: PackageShape, b: PackageShape): number {
  const end = ({ expiresAt }: PackageShape) => expiresAt ?? '9999';
  return end(a).localeCompare(end(b)) || newestFirst(b, a);
}

function newestFirst(a: PackageShape, b: PackageShape): number {
  return b.requestedAt.localeCompare(a.requestedAt) || b.id - a.id;
}
