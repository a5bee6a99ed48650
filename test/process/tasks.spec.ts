import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';
import { openDatabase } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const WITHIN_MS = 30_000;

let studio: Studio;
let product: Product | undefined;

beforeAll(async () => {
  await ensureBuilt();
  studio = await openStudio();
  await studio.sql("INSERT INTO coach_task (name, next_run_at) VALUES ('cleanup', '2020-01-01')");
  await studio.close();
});
afterAll(() => endProduct(product));

/** How the last run of the cleanup ended. */
async function lastResult(): Promise<string | null | undefined> {
  const { sql, close } = await openDatabase(studio.databaseUrl);
  const rows = sql<{ last: string | null }>(
    "SELECT last_result AS last FROM coach_task WHERE name = 'cleanup'",
  );
  return (await rows.finally(close))[0]?.last;
}

it('what was missed while everything was down is done by whoever starts', async () => {
  const { databaseUrl, config } = studio;
  product = await startProduct({ DATABASE_URL: databaseUrl, JWT_SECRET: config.jwtSecret });
  const deadline = Date.now() + WITHIN_MS;
  while ((await lastResult()) === null && Date.now() < deadline) await sleep(100);
  expect(await lastResult()).toBe('done');
});
