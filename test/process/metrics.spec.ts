import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isServerDatabase } from '../support/database.js';
import { readMetrics } from '../support/metrics.js';
import { PinnedClient, workersOf } from '../support/pinned.js';
import { endProduct, ensureBuilt, type Product } from '../support/process.js';
import { startSeveral } from '../support/shared-stage.js';
import { isAlive, sendSignal } from '../support/signals.js';
import { openStudio, type Studio } from '../support/studio.js';

const LIVE = 'coach_http_requests_total{method="GET",route="/health/live",status="200"}';
const WHEN_REPLACED = { timeout: 60_000 };

function ofTwoProcesses(): void {
  let studio: Studio;
  let product: Product;

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio();
    product = await startSeveral(studio);
  });
  afterAll(async () => {
    await endProduct(product);
    await studio.close();
  });

  it('are one sum, and stay so when a process is replaced', async () => {
    const workers = workersOf(product);
    const clients = await PinnedClient.ofEach(product, workers);
    const before = (await readMetrics(product)).get(LIVE) ?? 0;
    for (const [index, client] of clients.entries()) {
      for (let n = 0; n < 3 + 2 * index; n += 1) await client.ask('GET', '/health/live');
    }
    for (let n = 0; n < 4; n += 1) {
      const figures = await readMetrics(product);
      expect([figures.get(LIVE), figures.get('coach_processes')]).toEqual([before + 8, 2]);
    }

    for (const client of clients) client.leave();
    sendSignal(workers[0], 'SIGKILL');
    const serving = () => workersOf(product).filter(isAlive).length;
    await expect.poll(() => workersOf(product).length, WHEN_REPLACED).toBe(3);
    await expect.poll(serving, WHEN_REPLACED).toBe(2);
    const after = await readMetrics(product);
    expect([after.get(LIVE), after.get('coach_processes')]).toEqual([before + 8, 2]);
    expect(after.get('process_start_time_seconds')).toBeGreaterThan(1.7e9);
  });
}

/** It has one writer, so there is one process. */
function ofOneProcess(): void {
  let product: Product | undefined;
  beforeAll(ensureBuilt);
  afterAll(() => endProduct(product));

  it('are its own', async () => {
    const studio = await openStudio();
    await studio.close();
    product = await startSeveral(studio);
    for (let n = 0; n < 3; n += 1) await fetch(`${product.base}/health/live`);
    const figures = await readMetrics(product);
    expect([figures.get(LIVE), figures.get('coach_processes')]).toEqual([3, 1]);
  });
}

describe('the metrics of the product', isServerDatabase() ? ofTwoProcesses : ofOneProcess);
