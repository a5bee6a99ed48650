import { writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, type TestPerson } from '../support/api.js';
import { createDatabase, isServerDatabase } from '../support/database.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import { Listener } from '../support/listener.js';
import { logOf, workersOf } from '../support/pinned.js';
import { endProduct, ensureBuilt, type Product, runProduct } from '../support/process.js';
import { RepeatingClient } from '../support/repeating-client.js';
import { severalProcesses, startSeveral } from '../support/shared-stage.js';
import { isAlive, sendSignal } from '../support/signals.js';
import { openStudio, type Studio } from '../support/studio.js';

const CLIENTS = 4;
/** Those who come and go leave the machine some time for the processes that start. */
const PAUSE_MS = 10;
const HANGS_AFTER_MS = 10_000;
const REPLACED_WITHIN_MS = 60_000;
const WHEN_REPLACED = { timeout: REPLACED_WITHIN_MS };

function comeAndGoOnAServer(): void {
  let studio: Studio;
  let product: Product;
  let api: Api;
  let ana: TestPerson;
  let tom: GivenMember;

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio();
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 1 });
    product = await startSeveral(studio);
    api = new Api(product.base, studio.app).as(ana);
  });
  afterAll(async () => {
    await endProduct(product);
    await studio.close();
  });

  const alive = () => workersOf(product).filter(isAlive);

  /** Waits for so many processes that serve, all of them others than those given. */
  async function untilServing(count: number, others: readonly number[] = []): Promise<number[]> {
    const fits = () => alive().filter((pid) => !others.includes(pid));
    await expect.poll(fits, WHEN_REPLACED).toHaveLength(count);
    return fits();
  }

  async function expectInHistory(clients: readonly RepeatingClient[]): Promise<void> {
    const rows = await studio.sql<{ reason: string }>(
      "SELECT reason FROM coach_usage_history WHERE adjustment_type = 'adjustment'",
    );
    const reasons = rows.map(({ reason }) => reason);
    const keys = clients.flatMap((client) => client.acknowledged.map(({ key }) => key));
    expect(reasons).toEqual(expect.arrayContaining(keys));
    expect(new Set(reasons).size).toBe(reasons.length);
    expect(await violations(studio.sql)).toEqual([]);
  }

  /** Somebody who comes by a new connection each time: what the answers were, or the errors. */
  async function comeAndGo(mayGoOn: () => boolean): Promise<(number | string)[]> {
    const met: (number | string)[] = [];
    while (mayGoOn()) {
      await sleep(PAUSE_MS);
      met.push(
        await new Promise((resolve) => {
          const url = `${product.base}/api/v1/members/${tom.id}`;
          const timeout = HANGS_AFTER_MS;
          const options = { agent: false, headers: api.authorization, timeout } as const;
          get(url, options, (response) => {
            response.resume().on('end', () => resolve(response.statusCode ?? 0));
            response.on('error', (error) => resolve(String(error)));
          })
            .on('timeout', () => resolve('hangs'))
            .on('error', (error) => resolve(String(error)));
        }),
      );
    }
    return met;
  }

  it('one that is killed under load is replaced, and nothing acknowledged is lost', async () => {
    const before = await untilServing(2);
    const clients = Array.from(
      { length: CLIENTS },
      (_, n) => new RepeatingClient(`kill-${n}`, tom),
    );
    const load = { isOn: true };
    const working = clients.map(async (client) => {
      // A connection that breaks ends a round: the next one comes to whoever serves.
      while (load.isOn) await client.goOn(api, () => load.isOn);
    });
    const coming = Array.from({ length: CLIENTS }, () => comeAndGo(() => load.isOn));
    const acknowledged = () => clients.flatMap((client) => client.acknowledged);
    await expect.poll(() => acknowledged().length).toBeGreaterThan(CLIENTS);
    const [killed = 0, kept = 0] = before;
    sendSignal(killed, 'SIGKILL');
    const after = await untilServing(2, [killed]);
    await sleep(500);
    load.isOn = false;
    await Promise.all(working);

    expect(after).toContain(kept);
    expect((await Promise.all(coming)).flat()).not.toContain('hangs');
    const line = logOf(product).find(({ process: pid, signal }) => pid === killed && signal);
    expect(line).toMatchObject({ level: 40, signal: 'SIGKILL', serving: 1, pauseMs: 200 });
    const unknown = clients.flatMap((client) => client.unknown);
    for (const client of clients) {
      for (const attempt of client.unknown)
        client.learned(attempt, await client.send(api, attempt));
    }
    expect(unknown.length).toBeGreaterThan(0);
    expect(clients.flatMap((client) => client.unknown)).toEqual([]);
    await expectInHistory(clients);
  });

  it('SIGHUP starts each anew under load, and no request fails', async () => {
    const before = await untilServing(2);
    const clients = Array.from({ length: CLIENTS }, (_, n) => new RepeatingClient(`hup-${n}`, tom));
    const load = { isOn: true };
    const working = clients.map((client) => client.goOn(api, () => load.isOn));
    const coming = Array.from({ length: CLIENTS }, () => comeAndGo(() => load.isOn));
    const listener = await Listener.openAndSee(api);
    await sleep(300);
    product.signal('SIGHUP');
    const end = await listener.untilNamed('end', REPLACED_WITHIN_MS);
    expect(end).toEqual({ reason: 'server_stopping' });
    await untilServing(2, before);
    await expect.poll(() => before.filter(isAlive), WHEN_REPLACED).toEqual([]);
    await sleep(300);
    load.isOn = false;
    await Promise.all(working);

    expect(clients.flatMap((client) => client.unknown)).toEqual([]);
    const met = (await Promise.all(coming)).flat();
    expect(met.filter((one) => one !== 200)).toEqual([]);
    expect(met.length).toBeGreaterThan(50);
    await expectInHistory(clients);
    const said = () => logOf(product).map(({ msg }) => msg);
    await expect.poll(said, WHEN_REPLACED).toContain('all processes were started anew');
  });

  it('SIGTERM under load ends all of them with 0', async () => {
    const workers = await untilServing(2);
    const clients = Array.from(
      { length: CLIENTS },
      (_, n) => new RepeatingClient(`term-${n}`, tom),
    );
    const working = clients.map((client) => client.goOn(api, () => true));
    await sleep(500);
    product.signal('SIGTERM');
    const [{ code, stderr }] = await Promise.all([product.ended, ...working]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(workers.filter(isAlive)).toEqual([]);
    await expectInHistory(clients);
  });

  it('a new one that refuses leaves the others, of which none outlives the primary', async () => {
    const other = await startSeveral(studio);
    const workers = workersOf(other);
    expect(workers).toHaveLength(2);
    await writeFile(`/proc/${other.pid}/cwd/.env`, 'ACCESS_TOKEN_MINUTES=many\n');
    other.signal('SIGHUP');
    const said = () => logOf(other).map(({ msg }) => msg);
    const goesOn = 'the new process did not start: those that serve go on';
    await expect.poll(said, WHEN_REPLACED).toContain(goesOn);
    expect(other.output()).toMatch('  - ACCESS_TOKEN_MINUTES must be a whole number');
    expect(workersOf(other).filter(isAlive)).toEqual(workers);
    expect((await fetch(`${other.base}/health/ready`)).status).toBe(200);

    other.signal('SIGKILL');
    await expect.poll(() => workers.filter(isAlive), WHEN_REPLACED).toEqual([]);
    await other.ended;
  });

  it('what one cannot start of, it says once, and ends as one alone does', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const env = severalProcesses(studio);
    const refused = await runProduct({ ...env, PORT: String(port) });
    taken.close();
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^Port \d+ is taken by another program\. .*\n$/);

    const empty = await runProduct({ ...env, DATABASE_URL: await createDatabase() });
    expect(empty).toMatchObject({ code: 1, stdout: '' });
    expect(empty.stderr).toMatch(/^\d+ migrations have not run .*npm run migration:run\n$/);
  });
}

/** The embedded database has one writer, so there is one process. */
function stayOne(): void {
  let product: Product | undefined;
  beforeAll(ensureBuilt);
  afterAll(() => endProduct(product));

  it('SIGHUP does not end the one that serves', async () => {
    const studio = await openStudio();
    await studio.close();
    const running = await startSeveral(studio);
    product = running;
    running.signal('SIGHUP');
    const said = () => logOf(running).map(({ msg }) => msg);
    await expect.poll(said).toContain('SIGHUP does nothing where one process serves');
    expect((await fetch(`${running.base}/health/ready`)).status).toBe(200);
  });
}

describe('processes come and go', isServerDatabase() ? comeAndGoOnAServer : stayOne);
