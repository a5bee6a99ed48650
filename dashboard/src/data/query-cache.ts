import { type Query, QueryClient } from '@tanstack/react-query';
import type { PersistedClient, Persister } from '@tanstack/react-query-persist-client';
import { createStore, delMany, get, keys, setMany } from 'idb-keyval';
import { DAY_MS } from '../../../src/common/durations.js';
import {
  forgetAnswersBut,
  keptAnswers,
  type KnownAnswer,
  restoreAnswers,
} from '../api/known-answers.js';
import { ApiProblem } from '../api/problem.js';

/** Data older than this is loaded again when it is shown; live updates come at once in any case. */
const FRESH_FOR_MS = 20_000;
/** Older answers are not shown. */
export const KEPT_FOR_MS = 7 * DAY_MS;
const TRIES = 2;
const KEEP_AFTER_MS = 500;
const database = createStore('coach-cache', 'queries');

/** Kept for reading without a connection. Searches and figures are not: the device stays small. */
const KEPT = new Set<unknown>(['studio', 'members', 'member', 'history', 'overview', 'activity']);

export function newQueryCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_FOR_MS,
        gcTime: KEPT_FOR_MS,
        retry: (failures, error) => !(error instanceof ApiProblem) && failures < TRIES,
        networkMode: 'always',
      },
      // Without a connection a form says so at once, instead of waiting silently. What was sent and
      // answered, which may be secret, is forgotten with the form.
      mutations: { networkMode: 'always', gcTime: 0 },
    },
  });
}

const queriesKey = (userId: number) => `user-${userId}`;
const answersKey = (userId: number) => `answers-${userId}`;

/** Keeps one person's answers on the device, apart from everybody else's, until it is stopped. */
export function persisterOf(userId: number): Persister & { readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest: unknown;
  let isStopped = false;
  const keep = async () => {
    const entries: [string, unknown][] = [
      [queriesKey(userId), latest],
      [answersKey(userId), keptAnswers(userId)],
    ];
    await setMany(entries, database);
  };
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
    persistClient: (client) => {
      if (isStopped) return;
      latest = client;
      // Several answers that come together are kept together.
      timer ??= setTimeout(() => {
        timer = undefined;
        void ignoringErrors(keep);
      }, KEEP_AFTER_MS);
    },
    // Where the browser stores nothing, this finds nothing.
    restoreClient: () =>
      ignoringErrors(async () => {
        const answers = await get<[string, KnownAnswer][]>(answersKey(userId), database);
        restoreAnswers(userId, answers ?? []);
        return get<PersistedClient>(queriesKey(userId), database);
      }),
    removeClient: () =>
      ignoringErrors(async () => delMany([queriesKey(userId), answersKey(userId)], database)),
  };
}

/**
 * Removes from the device and from memory what everybody else has read on it; null stands for
 * nobody, which leaves nothing.
 */
export async function forgetReadingsBut(userId: number | null): Promise<void> {
  forgetAnswersBut(userId);
  const own = userId === null ? [] : [queriesKey(userId), answersKey(userId)];
  await ignoringErrors(async () => {
    const others = (await keys<string>(database)).filter((key) => !own.includes(key));
    await delMany(others, database);
  });
}

/** Some browsers refuse to store anything, at once or later. */
async function ignoringErrors<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}

/** Whether an answer is kept: successful ones without filters. */
export function isKept({ queryKey, state }: Query): boolean {
  const filter = queryKey.at(-1);
  const isFiltered = typeof filter === 'object' && Object.keys(filter ?? {}).length > 0;
  return state.status === 'success' && KEPT.has(queryKey[0]) && !isFiltered;
}
