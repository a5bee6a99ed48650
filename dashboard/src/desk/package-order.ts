import type { PackageDto } from '../api/generated/types.gen.js';

/**
 * The packages that matter now, what is used up first at the top: those that can be used, those
 * that wait for an approval, and where nothing can be used, the last one that could.
 */
export function currentOf(packages: readonly PackageDto[]): PackageDto[] {
  const usable = packages.filter(({ state }) => state === 'active').toSorted(byEnd);
  const frozen = packages.filter(({ state }) => state === 'frozen').toSorted(byEnd);
  const waiting = packages.filter(({ state }) => state === 'pending');
  const over = packages.filter(({ state }) => state === 'exhausted' || state === 'expired');
  const last = usable.length === 0 ? over.toSorted(newestFirst).slice(0, 1) : [];
  return [...usable, ...frozen, ...last, ...waiting];
}

/** The order in which the server uses them: by end, those without an end last. */
function byEnd(a: PackageDto, b: PackageDto): number {
  const end = ({ expiresAt }: PackageDto) => expiresAt ?? '9999';
  return end(a).localeCompare(end(b)) || newestFirst(b, a);
}

function newestFirst(a: PackageDto, b: PackageDto): number {
  return b.requestedAt.localeCompare(a.requestedAt) || b.id - a.id;
}
