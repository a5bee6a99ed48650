import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { MemberDto, MemberPageDto, PackageDto } from '../api/generated/types.gen.js';
import { memberQuery } from './queries.js';

type Change = (member: MemberDto) => MemberDto;
type MemberPages = InfiniteData<MemberPageDto, string | null>;

/** Queries that a change of any package may change: lists, histories, figures. */
const DEPENDENT = new Set<unknown>(['members', 'member', 'sessions', 'activity', 'overview']);

/** Puts a package that the studio sent wherever it is shown, unless a later one stands there. */
export function putPackage(cache: QueryClient, changed: PackageDto): void {
  changeMember(cache, changed.memberId, (member) => ({
    ...member,
    packages: member.packages.map((one) => (isOlder(one, changed) ? changed : one)),
  }));
}

/** Takes away a package that the person may not see any more. */
export function dropPackage(cache: QueryClient, packageId: number): void {
  const keep = ({ id }: PackageDto) => id !== packageId;
  const without: Change = (member) =>
    member.packages.every(keep) ? member : { ...member, packages: member.packages.filter(keep) };
  cache.setQueriesData<MemberPages>({ queryKey: ['members'] }, (pages) => each(pages, without));
  cache.setQueriesData<MemberDto>({ queryKey: ['member'] }, (one) => one && without(one));
}

/** Shows at once that the member has used a session today, or has not any more. */
export function putUsedToday(cache: QueryClient, memberId: number, usedToday: boolean): void {
  changeMember(cache, memberId, (member) => ({ ...member, usedToday }));
}

/** Reads again what is on the screen, and the rest when it is next looked at. */
export async function readAgain(cache: QueryClient): Promise<void> {
  await cache.invalidateQueries({ predicate: ({ queryKey }) => DEPENDENT.has(queryKey[0]) });
}

/** The member as a list shows it: without the packages that cannot be used. */
export function listedMember(cache: QueryClient, memberId: number): MemberDto | undefined {
  return cache
    .getQueriesData<MemberPages>({ queryKey: ['members'] })
    .flatMap(([, pages]) => pages?.pages.flatMap(({ data }) => data) ?? [])
    .find(({ id }) => id === memberId);
}

function changeMember(cache: QueryClient, memberId: number, change: Change): void {
  const ofThis: Change = (member) => (member.id === memberId ? change(member) : member);
  cache.setQueriesData<MemberPages>({ queryKey: ['members'] }, (pages) => each(pages, ofThis));
  cache.setQueryData(memberQuery(memberId).queryKey, (one) => one && change(one));
}

function each(pages: MemberPages | undefined, change: Change): MemberPages | undefined {
  return (
    pages && {
      ...pages,
      pages: pages.pages.map((page) => ({ ...page, data: page.data.map(change) })),
    }
  );
}

/** The same version may have another state: a date passes without anybody's change. */
function isOlder(shown: PackageDto, { id, version }: PackageDto): boolean {
  return shown.id === id && shown.version <= version;
}
