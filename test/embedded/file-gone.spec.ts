import { copyFile, link, rename, rm } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import '../support/matchers.js';
import type { Answer } from '../support/api.js';
import { type Embedded, startEmbedded } from '../support/embedded.js';
import { ensureBuilt } from '../support/process.js';
import { RepeatingClient } from '../support/repeating-client.js';
import { openDatabase } from '../support/sql.js';

describe('a database file that is taken away from under the product', () => {
  let embedded: Embedded;

  beforeAll(ensureBuilt);
  beforeEach(async () => {
    embedded = await startEmbedded(undefined, { LOG_LEVEL: 'warn' });
  });
  afterEach(() => embedded.close());

  const change = (key: string): Promise<Answer> =>
    embedded.api.adjust(embedded.tom, { adjustment: 1, reason: key }, { key });

  /** How each way takes the file away. */
  const WAYS: [string, (file: string) => Promise<void>][] = [
    ['deleted', (file) => rm(file)],
    ['moved', (file) => rename(file, `${file}.old`)],
    [
      'replaced by a copy',
      async (file) => {
        await copyFile(file, `${file}.copy`);
        await rename(`${file}.copy`, file);
      },
    ],
    ['deleted as far as its log of changes', (file) => rm(`${file}-wal`)],
  ];

  it.each(WAYS)('%s: no change is acknowledged, and it is not ready', async (_, takeAway) => {
    const { api, tom, file, product } = embedded;
    expect((await change('before')).status).toBe(200);
    await takeAway(file);
    const answer = await change('after');
    expect(answer).toBeProblem('unavailable');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const said = 'was deleted or replaced while it was open';
    await expect.poll(() => product.output()).toContain(said);
    await expect.poll(async () => (await api.get('/health/ready')).status).toBe(503);
    // Another database may be there now, so nothing is said about this one either.
    await expect.poll(async () => (await api.member(tom)).status).toBe(503);
    expect((await api.get('/health/live')).status).toBe(200);
  });

  it('is noticed in the middle of load', async () => {
    const { api, tom, file } = embedded;
    await link(file, `${file}.kept`);
    await link(`${file}-wal`, `${file}.kept-wal`);
    const clients = Array.from({ length: 8 }, (_, n) => new RepeatingClient(`c${n}`, tom));
    let lastAcknowledged = 0;
    const working = clients.map(async (client) => {
      for (let n = 0; n < 100; n += 1) {
        const since = performance.now();
        const { status } = await client.send(api, { key: `${n}-${since}` });
        if (status === 200) lastAcknowledged = Math.max(lastAcknowledged, since);
      }
    });
    await expect.poll(() => lastAcknowledged > 0).toBe(true);
    await rm(file);
    const tookAway = performance.now();
    await Promise.all(working);
    // None that was sent after it was gone.
    expect(lastAcknowledged).toBeLessThan(tookAway);
  });

  it('serves again when it is back, and was never closed', async () => {
    const { api, file, url } = embedded;
    await rename(file, `${file}.old`);
    expect((await change('away')).status).toBe(503);
    await rename(`${file}.old`, file);
    await expect.poll(async () => (await api.get('/health/ready')).status).toBe(200);
    expect((await change('back')).status).toBe(200);
    const { sql, close } = await openDatabase(url);
    const rows = await sql<{ reason: string }>(
      "SELECT reason FROM coach_usage_history WHERE adjustment_type = 'adjustment'",
    );
    expect(rows.map(({ reason }) => reason)).toContain('back');
    await close();
  });
});
