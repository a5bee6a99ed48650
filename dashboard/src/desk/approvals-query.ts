import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { listApprovals } from '../api/generated/sdk.gen.js';
import { ask } from '../api/problem.js';
import { nextPage, pageOf } from '../data/queries.js';

/** Of one member: those that are open, and of late. */
const OF_MEMBER = 20;

/** What coaches ask the desk for and nobody has decided, newest first. */
export const openApprovalsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['approvals', 'open'],
    queryFn: ({ pageParam, signal }) =>
      ask(listApprovals({ query: { state: 'open', ...pageOf(pageParam) }, signal })),
    ...nextPage,
  });

/** What was asked about a member of late, newest first. */
export const memberApprovalsQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['approvals', memberId],
    queryFn: ({ signal }) => ask(listApprovals({ query: { memberId, limit: OF_MEMBER }, signal })),
  });
