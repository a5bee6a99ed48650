import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { getPerson, listPeople } from '../api/generated/sdk.gen.js';
import type { ListPeopleData } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { coachesQuery, type Filter, nextPage, pageOf } from '../data/queries.js';

export type PeopleFilter = Filter<ListPeopleData>;

/** The people of the studio by name. Nothing of it is kept on the device. */
export const peopleQuery = (filter: PeopleFilter) =>
  infiniteQueryOptions({
    queryKey: ['people', filter],
    queryFn: ({ pageParam, signal }) =>
      ask(listPeople({ query: { ...filter, ...pageOf(pageParam) }, signal })),
    ...nextPage,
    placeholderData: keepPreviousData,
  });

/** One person, with their access. */
export const personQuery = (personId: number) =>
  queryOptions({
    queryKey: ['person', personId],
    queryFn: ({ signal }) => ask(getPerson({ path: { personId }, signal })),
  });

/**
 * Has everything read again where somebody stands: coaches are offered where packages are sold. An
 * answer that is still on its way may be older than the change.
 */
export function readPeopleAgain(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: ['people'] });
  void cache.invalidateQueries({ queryKey: ['person'] });
  void cache.invalidateQueries(coachesQuery());
}
