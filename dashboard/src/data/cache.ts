import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { MemberDto, MemberPageDto, PackageDto } from '../api/generated/types.gen.js';
import type { MemberFilter } from './queries.js';

type Change = (member: MemberDto) => MemberDto;
type MemberPages = InfiniteData<MemberPageDto, string | null>;

/** Queries that a change of any package may change: lists, histories, figures. */
const DEPENDENT = new Set<unknown>([
  ...['members', 'member', 'history', 'activity', 'overview', 'owed', 'approvals'],
]);

/** Puts a package that the server sent wherever an older version of it is cached. */
export function putPackage(cache: QueryClient, changed: PackageDto): void {
  changeMember(cache, changed.memberId, (member) => ({
    ...member,
    packages: member.packages.map((one) => (isOlder(one, changed) ? changed : one)),
  }));
}

/** Removes a package that the person may not see any more. */
export function dropPackage(cache: QueryClient, packageId: number): void {
  const keep = ({ id }: PackageDto) => id !== packageId;
  const without: Change = (member) =>
    member.packages.every(keep) ? member : { ...member, packages: member.packages.filter(keep) };
  cache.setQueriesData<MemberPages>({ queryKey: ['members'] }, (pages) =>
    mapMembers(pages, without),
  );
  cache.setQueriesData<MemberDto>({ queryKey: ['member'] }, (one) => one && without(one));
}

/** Updates whether the member has used a session today. */
export function putUsedToday(cache: QueryClient, memberId: number, usedToday: boolean): void {
  changeMember(cache, memberId, (member) => ({ ...member, usedToday }));
}

/** Loads again what is on the screen, and the rest when it is next shown. */
export async function refetchChanged(cache: QueryClient): Promise<void> {
  await cache.invalidateQueries({ predicate: ({ queryKey }) => DEPENDENT.has(queryKey[0]) });
}

/**
 * The member as a list shows it: without the packages that cannot be used. `isWanted` says of which
 * lists, by their filters.
 */
export function listedMember(
  cache: QueryClient,
  memberId: number,
  isWanted: (filter: MemberFilter) => boolean = () => true,
): MemberDto | undefined {
  return cache
    .getQueriesData<MemberPages>({ queryKey: ['members'] })
    .filter(([[, filter]]) => isWanted((filter ?? {}) as MemberFilter))
    .flatMap(([, pages]) => pages?.pages.flatMap(({ data }) => data) ?? [])
    .find(({ id }) => id === memberId);
}

function changeMember(cache: QueryClient, memberId: number, change: Change): void {
  const ofThis: Change = (member) => (member.id === memberId ? change(member) : member);
  cache.setQueriesData<MemberPages>({ queryKey: ['members'] }, (pages) =>
    mapMembers(pages, ofThis),
  );
  const key = { queryKey: ['member', memberId] };
  cache.setQueriesData<MemberDto>(key, (one) => one && change(one));
}

function mapMembers(pages: MemberPages | undefined, change: Change): MemberPages | undefined {
  return (
    pages && {
      ...pages,
      pages: pages.pages.map((page) => ({ ...page, data: page.data.map(change) })),
    }
  );
}

/** The same version counts as newer: its state changes when a date passes. */
function isOlder(shown: PackageDto, { id, version }: PackageDto): boolean {
  return shown.id === id && shown.version <= version;
}
