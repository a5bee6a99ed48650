import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useQuery,
} from '@tanstack/react-query';
import {
  getMember,
  getOverview,
  getSecondFactor,
  getStudio,
  listActivity,
  listCoaches,
  listHistory,
  listMembers,
  listSignIns,
} from '../api/generated/sdk.gen.js';
import type {
  ListActivityData,
  ListHistoryData,
  ListMembersData,
  StudioDto,
} from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { MOST_COACHES } from '../api/rules.js';

/** Rows that a list loads at once. */
const PAGE = 50;

/** What a list may be narrowed by. */
export type Filter<Data extends { query?: object }> = Omit<
  NonNullable<Data['query']>,
  'cursor' | 'limit'
>;
export type MemberFilter = Filter<ListMembersData>;
export type HistoryFilter = Filter<ListHistoryData>;
export type ActivityFilter = Filter<ListActivityData>;

const firstPage: string | null = null;
/** How a list of pages goes on. */
export const nextPage = { initialPageParam: firstPage, getNextPageParam: nextCursorOf };

function nextCursorOf({ nextCursor }: { nextCursor: string | null }): string | null {
  return nextCursor;
}

/** Which page of a list is asked for. */
export const pageOf = (cursor: string | null) => ({
  limit: PAGE,
  ...(cursor === null ? {} : { cursor }),
});

/** The members that the person may see, those who need attention first. */
export const membersQuery = (filter: MemberFilter = {}) =>
  infiniteQueryOptions({
    queryKey: ['members', filter],
    queryFn: ({ pageParam, signal }) =>
      ask(listMembers({ query: { order: 'attention', ...filter, ...pageOf(pageParam) }, signal })),
    ...nextPage,
    placeholderData: keepPreviousData,
  });

/** One member with all packages, or those with one coach. */
export const memberQuery = (memberId: number, query: { coachId?: number } = {}) =>
  queryOptions({
    queryKey: ['member', memberId, query.coachId ?? 'all'],
    queryFn: ({ signal }) => ask(getMember({ path: { memberId }, query, signal })),
  });

/** The lines of a member's history, newest first. */
export const historyQuery = (memberId: number, filter: HistoryFilter = {}) =>
  infiniteQueryOptions({
    queryKey: ['history', memberId, filter],
    queryFn: ({ pageParam, signal }) =>
      ask(listHistory({ path: { memberId }, query: { ...filter, ...pageOf(pageParam) }, signal })),
    ...nextPage,
  });

/** The activity log, newest first. */
export const activityQuery = (filter: ActivityFilter) =>
  infiniteQueryOptions({
    queryKey: ['activity', filter],
    queryFn: ({ pageParam, signal }) =>
      ask(listActivity({ query: { ...filter, ...pageOf(pageParam) }, signal })),
    ...nextPage,
    placeholderData: keepPreviousData,
  });

/** The figures of the studio, or of one coach. */
export const overviewQuery = (coachId?: number) =>
  queryOptions({
    queryKey: ['overview', coachId ?? 'all'],
    queryFn: ({ signal }) =>
      ask(getOverview({ query: coachId === undefined ? {} : { coachId }, signal })),
    placeholderData: keepPreviousData,
  });

/** The coaches of the studio, for the front desk. */
export const coachesQuery = () =>
  queryOptions({
    queryKey: ['coaches'],
    queryFn: ({ signal }) => ask(listCoaches({ query: { limit: MOST_COACHES }, signal })),
    staleTime: 300_000,
  });

/** The person's sign-ins that go on; always read again: another device may have ended some. */
export const signInsQuery = () =>
  queryOptions({
    queryKey: ['sign-ins'],
    queryFn: ({ signal }) => ask(listSignIns({ signal })),
    staleTime: 0,
  });

/** Whether the person's sign-ins ask for a code; always read again, as the sign-ins. */
export const secondFactorQuery = () =>
  queryOptions({
    queryKey: ['second-factor'],
    queryFn: ({ signal }) => ask(getSecondFactor({ signal })),
    staleTime: 0,
  });

export const studioQuery = () =>
  queryOptions({
    queryKey: ['studio'],
    queryFn: ({ signal }) => ask(getStudio({ signal })),
    staleTime: 300_000,
  });

/** The studio's time zone and rules. Pages are shown only once it is known. */
export function useStudio(): StudioDto {
  const { data } = useQuery(studioQuery());
  if (!data) throw new Error('the studio is read before any page');
  return data;
}
