import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../src/common/durations.js';
import { Api, type TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import { readMetrics } from '../support/metrics.js';
import { PinnedClient, workersOf } from '../support/pinned.js';
import { endProduct, ensureBuilt, type Product } from '../support/process.js';
import { startSeveral } from '../support/shared-stage.js';
import { openStudio, type Studio } from '../support/studio.js';

const ENOUGH = 20;
/** What is not written by then is not on its way. */
const WRITTEN_WITHIN_MS = 500;
const FORGED = { authorization: `Bearer ${'x'.repeat(20)}.${'y'.repeat(20)}.${'z'.repeat(43)}` };

/** The product goes by the clock of the machine: no hour ends while a test runs. */
async function farFromTheEndOfTheHour(): Promise<void> {
  const leftMs = HOUR_MS - (Date.now() % HOUR_MS);
  if (leftMs < 2 * MINUTE_MS) await sleep(leftMs);
}

describe('refusals that add up', () => {
  let studio: Studio;
  let product: Product;
  let clients: PinnedClient[];
  let coach: Api;
  let admin: TestPerson;

  beforeAll(async () => {
    await ensureBuilt();
    await farFromTheEndOfTheHour();
    studio = await openStudio();
    coach = studio.api.as(await studio.given.coach());
    admin = await studio.given.admin();
    await studio.close();
    await start();
  });
  afterAll(() => endProduct(product));

  async function start(): Promise<void> {
    product = await startSeveral(studio);
    // One that is alone names no processes.
    const pids = isServerDatabase() ? workersOf(product) : [product.pid];
    clients = await PinnedClient.ofEach(product, pids);
  }

  /** So many in all, of each process in turn. */
  async function ask(times: number, path: string, headers: object): Promise<void> {
    for (let n = 0; n < times; n += 1) {
      const answer = await clients[n % clients.length]?.ask('GET', path, undefined, headers);
      expect([401, 403]).toContain(answer?.status);
    }
    await sleep(WRITTEN_WITHIN_MS);
  }

  async function rows(action: string): Promise<unknown[]> {
    const api = new Api(product.base, studio.app).as(admin);
    return (await api.activity(`?action=${action}`)).body.data as unknown[];
  }

  const read = async (times: number) => ask(times, '/api/v1/members/1000000', coach.authorization);
  const forge = async (times: number) => ask(times, '/api/v1/members', FORGED);

  it('are counted for all processes together, and are one row', async () => {
    expect(clients).toHaveLength(isServerDatabase() ? 2 : 1);
    await read(ENOUGH - 1);
    await forge(ENOUGH - 1);
    expect(await rows('auth.reads_refused')).toEqual([]);
    expect(await rows('auth.tokens_refused')).toEqual([]);
    await read(1);
    await forge(1);
    expect(await rows('auth.reads_refused')).toMatchObject([{ after: { refusals: ENOUGH } }]);
    expect(await rows('auth.tokens_refused')).toMatchObject([{ after: { refusals: ENOUGH } }]);
    await read(ENOUGH);
    await forge(ENOUGH);

    const figures = await readMetrics(product);
    const reads = figures.get('coach_reads_refused_total{code="not_your_member"}');
    const tokens = figures.get('coach_tokens_refused_total{kind="unreadable"}');
    expect([reads, tokens]).toEqual([2 * ENOUGH, 2 * ENOUGH]);
  });

  it('are no second row of their hour after a new start', async () => {
    for (const client of clients) client.leave();
    await endProduct(product);
    await start();
    await read(2 * ENOUGH);
    await forge(2 * ENOUGH);
    expect(await rows('auth.reads_refused')).toHaveLength(1);
    expect(await rows('auth.tokens_refused')).toHaveLength(1);
  });
});
