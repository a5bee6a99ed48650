import { queryOptions } from '@tanstack/react-query';
import { listCatalogue } from '../api/generated/sdk.gen.js';
import { ask } from '../api/problem.js';

/** The price list: what is offered, or what is no more. */
export const catalogueQuery = (archived = false) =>
  queryOptions({
    queryKey: ['catalogue', archived],
    queryFn: ({ signal }) => ask(listCatalogue({ query: { archived }, signal })),
    staleTime: 0,
  });
