import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { planHandOver } from '../api/generated/sdk.gen.js';
import { ask } from '../api/problem.js';

/** What of a coach would go to another one; always read again: members train meanwhile. */
export const handOverQuery = (personId: number, includeEnded = false) =>
  queryOptions({
    queryKey: ['hand-over', personId, includeEnded],
    queryFn: ({ signal }) =>
      ask(planHandOver({ path: { personId }, query: { includeEnded }, signal })),
    staleTime: 0,
    // What was chosen and typed stays while another plan is read.
    placeholderData: keepPreviousData,
  });
