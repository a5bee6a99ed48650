import { statSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Embedded, startEmbedded } from '../support/embedded.js';
import { ensureBuilt } from '../support/process.js';
import { RepeatingClient } from '../support/repeating-client.js';
import { openDatabase } from '../support/sql.js';

const MEBIBYTE = 1024 * 1024;
/** What is left of it, and what a reader of long lets it grow beyond. */
const LIMIT_BYTES = 16 * MEBIBYTE;
const GROWN_BYTES = 18 * MEBIBYTE;
const CLIENTS = 16;
const WITHIN_MS = 90_000;

let embedded: Embedded;

beforeAll(async () => {
  await ensureBuilt();
  embedded = await startEmbedded();
});
afterAll(() => embedded.close());

const logBytes = () => statSync(`${embedded.file}-wal`).size;

/** Changes until the log of changes is as told. */
async function changeUntil(isSo: () => boolean): Promise<void> {
  const { api, tom } = embedded;
  const until = performance.now() + WITHIN_MS;
  const mayGoOn = () => !isSo() && performance.now() < until;
  const clients = Array.from({ length: CLIENTS }, (_, n) => {
    return new RepeatingClient(`c${n}-${until}`, tom);
  });
  await Promise.all(clients.map((client) => client.goOn(api, mayGoOn)));
  expect(isSo()).toBe(true);
}

it('the log of changes is small again after somebody has read for long', async () => {
  const reader = await openDatabase(embedded.url);
  await reader.sql('BEGIN');
  await reader.sql('SELECT COUNT(*) FROM coach_usage_history');
  await changeUntil(() => logBytes() > GROWN_BYTES);
  await reader.sql('ROLLBACK');
  await reader.close();
  await changeUntil(() => logBytes() <= LIMIT_BYTES);
}, 200_000);
