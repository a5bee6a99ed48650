import type { Api, TestPerson } from './api.js';
import { isServerDatabase } from './database.js';
import { openStudio, type Studio, type StudioOptions } from './studio.js';

/** One studio served by as many apps as its database allows: two on a server, one on a file. */
export interface Studios extends Studio {
  readonly all: readonly Studio[];
  /** The person's API at the app whose turn it is, so that load is spread over all of them. */
  anyAs(person: Pick<TestPerson, 'id' | 'role'>): Api;
  /** Moves the clocks of all apps. */
  advance(by: Parameters<Studio['clock']['advance']>[0]): void;
}

export async function openStudios(options: StudioOptions = {}): Promise<Studios> {
  const first = await openStudio(options);
  // By the same user: with the rights of the product.
  const { database } = first.config;
  const databaseUrl = database.kind === 'sqlite' ? first.databaseUrl : database.url;
  const others = isServerDatabase() ? [await openStudio({ ...options, databaseUrl })] : [];
  const all = [first, ...others];
  let turn = 0;
  return {
    ...first,
    all,
    anyAs: (person) => {
      turn += 1;
      return (all[turn % all.length] ?? first).api.as(person);
    },
    advance: (by) => all.forEach((one) => one.clock.advance(by)),
    close: async () => {
      for (const one of all.toReversed()) await one.close();
    },
  };
}
