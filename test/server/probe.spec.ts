import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CutProxy } from '../support/cut-proxy.js';
import { createMigratedDatabase } from '../support/database.js';
import { openStudio, type Studio } from '../support/studio.js';

/** What a new pool asks first. The probe waits 0.9 s for it, the pool of requests has asked. */
const FIRST_QUESTION = 'SELECT version()';
const ATTEMPTS = 3;
const SOON = { timeout: 20_000 };

/** The connections of the probe, which opens them when it is first asked. */
describe('a probe whose connection opens, and answers nothing', () => {
  let proxy: CutProxy;
  let studio: Studio;
  /** Goes on with what was held; undefined where nothing is held. */
  let held: (() => void)[] | undefined;
  const open = new Set<Socket>();

  beforeAll(async () => {
    const way = await CutProxy.before(await createMigratedDatabase(), carry);
    ({ proxy } = way);
    studio = await openStudio({ databaseUrl: way.url });
  });
  afterAll(async () => {
    await studio.close();
    await proxy.close();
  });

  function carry(client: Socket, server: Socket): void {
    open.add(client);
    client.once('close', () => open.delete(client));
    client.once('end', () => server.end());
    server.pipe(client);
    client.on('data', (sent: Buffer) => {
      if (held && sent.includes(FIRST_QUESTION)) held.push(() => server.write(sent));
      else server.write(sent);
    });
  }

  const ready = async () => (await studio.api.get('/health/ready')).status;

  it('leaves none of them behind', async () => {
    const before = open.size;
    const questions: (() => void)[] = [];
    held = questions;
    await expect.poll(async () => [await ready(), questions.length], SOON).toEqual([503, ATTEMPTS]);
    held = undefined;
    for (const goOn of questions) goOn();
    await expect.poll(() => open.size, SOON).toBe(before);
    await expect.poll(ready, SOON).toBe(200);
    expect(open.size).toBe(before + 1);
  });
});
