import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Api, type Answer, type TestPerson } from './api.js';
import { createMigratedDatabase } from './database.js';
import type { GivenMember } from './given.js';
import { endProduct, type Product, type ProductEnv, startProduct } from './process.js';
import { openStudio } from './studio.js';

/** The built product on an embedded database, and people of its studio. */
export interface Embedded {
  readonly url: string;
  readonly file: string;
  readonly product: Product;
  /** As the coach. */
  readonly api: Api;
  readonly ana: TestPerson;
  readonly tom: GivenMember;
  /** Starts the product once more, after it has ended, and `meanwhile` what is to be done. */
  restart(meanwhile?: () => void): Promise<Product>;
  close(): Promise<void>;
}

/** Call `ensureBuilt` before. Without a URL, on a new database. */
export async function startEmbedded(
  databaseUrl?: string,
  more: ProductEnv = {},
): Promise<Embedded> {
  const url = databaseUrl ?? (await createMigratedDatabase());
  const studio = await openStudio({ databaseUrl: url });
  const ana = await studio.given.coach();
  const tom = await studio.given.member({ coach: ana, remaining: 1 });
  await studio.close();
  const env = {
    NODE_ENV: 'production',
    DATABASE_URL: url,
    STUDIO_TIME_ZONE: studio.config.studioTimeZone,
    JWT_SECRET: studio.config.jwtSecret,
    ...more,
  };
  const product = await startProduct(env);
  const started = [product];
  return {
    ...{ url, file: url.slice('sqlite:'.length), product, ana, tom },
    api: new Api(product.base, studio.app).as(ana),
    restart: async (meanwhile) => {
      await endProduct(started.at(-1));
      meanwhile?.();
      const anew = await startProduct(env);
      started.push(anew);
      return anew;
    },
    close: () => endProduct(started.at(-1)),
  };
}

/** Asks again and again while `work` is under way; gives all answers. */
export async function askingDuring<T>(
  ask: () => Promise<Answer>,
  work: Promise<T>,
): Promise<{ answers: Answer[]; result: T }> {
  const answers: Answer[] = [];
  const over = new AbortController();
  const asking = (async () => {
    while (!over.signal.aborted) {
      answers.push(await ask());
      await sleep(20);
    }
  })();
  const result = await work.finally(() => over.abort());
  await asking;
  return { answers, result };
}

/** One look at `/health/live`, over a connection of its own. */
export interface Look {
  readonly status: number;
  readonly tookMs: number;
}

/** Asks again and again, from a thread of its own, whether the product lives while it works. */
export async function lookingDuring<T>(
  { base }: Api,
  work: Promise<T>,
): Promise<{ looks: Look[]; result: T }> {
  const probe = new Worker(new URL('./live-probe.mjs', import.meta.url), {
    workerData: `${base}/health/live`,
  });
  const ended = once(probe, 'message') as Promise<[Look[]]>;
  const result = await work.finally(() => probe.postMessage('over'));
  const [looks] = await ended;
  return { looks, result };
}

/** The value below which so many of a hundred are. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}
