import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { listJobs, listTasks } from '../api/generated/sdk.gen.js';
import { ask } from '../api/problem.js';
import { nextPage, pageOf } from '../data/queries.js';

/** While the page is looked at, it is read again: what is under way comes to an end. */
const AGAIN_MS = 10_000;

/** What the product does by itself, with its last runs. */
export const tasksQuery = () =>
  queryOptions({
    queryKey: ['tasks'],
    queryFn: ({ signal }) => ask(listTasks({ signal })),
    refetchInterval: AGAIN_MS,
  });

/** The single jobs that were given up. */
export const deadJobsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['jobs'],
    queryFn: ({ pageParam, signal }) =>
      ask(listJobs({ query: { state: 'dead', ...pageOf(pageParam) }, signal })),
    ...nextPage,
    staleTime: 0,
  });
