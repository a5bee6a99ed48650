import { queryOptions } from '@tanstack/react-query';
import { listSubstitutions } from '../api/generated/sdk.gen.js';
import { ask } from '../api/problem.js';

/** Who stands in for a coach, the newest first. */
export const substitutionsQuery = (personId: number) =>
  queryOptions({
    queryKey: ['substitutions', personId],
    queryFn: ({ signal }) => ask(listSubstitutions({ path: { personId }, signal })),
    staleTime: 0,
  });
