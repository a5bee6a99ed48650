import { queryOptions } from '@tanstack/react-query';
import { listOwed } from '../api/generated/sdk.gen.js';
import { ask } from '../api/problem.js';

/** The sessions that a member owes, by rising day. */
export const owedQuery = (memberId: number, query: { coachId?: number } = {}) =>
  queryOptions({
    queryKey: ['owed', memberId, query.coachId ?? 'all'],
    queryFn: ({ signal }) => ask(listOwed({ path: { memberId }, query, signal })),
  });
