import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import { Api, type TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import type { GivenMember } from '../support/given.js';
import { Listener } from '../support/listener.js';
import { logOf, PinnedClient, whoAnswered, workersOf } from '../support/pinned.js';
import { endProduct, ensureBuilt, type Product } from '../support/process.js';
import { startSeveral } from '../support/shared-stage.js';
import { guessed } from '../support/guesses.js';
import { openStudio, type Studio } from '../support/studio.js';

const NO_EVENT_WITHIN_MS = 300;

function onAServer(): void {
  let studio: Studio;
  let product: Product;
  let api: Api;
  let ana: TestPerson;
  let tom: GivenMember;
  let clients: PinnedClient[];
  const listeners: Listener[] = [];

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio();
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 5 });
    product = await startSeveral(studio);
    api = new Api(product.base, studio.app).as(ana);
    clients = await PinnedClient.ofEach(product, workersOf(product));
  });
  afterAll(async () => {
    for (const listener of listeners) listener.leave();
    for (const client of clients) client.leave();
    await endProduct(product);
    await studio.close();
  });

  async function listen(as: Api, ticket?: string) {
    const listener = await Listener.openAndSee(as, ticket);
    listeners.push(listener);
    const pid = await whoAnswered(product, String(listener.response.headers['x-request-id']));
    return { listener, pid };
  }

  /** A stream of each process, in the order of `clients`. */
  async function listenAtEach(): Promise<Listener[]> {
    const found = new Map<number, Listener>();
    while (found.size < clients.length) {
      const { listener, pid } = await listen(api);
      if (found.has(pid)) listener.leave();
      else found.set(pid, listener);
    }
    return clients.map(({ pid }) => found.get(pid)).filter((one) => one !== undefined);
  }

  it('say so, and how many connections that makes', async () => {
    expect(product.output()).toContain('Processes   2\n');
    expect(workersOf(product)).toHaveLength(2);
    expect(workersOf(product)).not.toContain(product.pid);
    const line = logOf(product).find(({ connections }) => connections !== undefined);
    const allowed = Number((await studio.sql('SELECT @@max_connections AS n'))[0]?.n);
    expect(line).toMatchObject({ pid: product.pid, processes: 2, connections: 22, allowed });
  });

  it('both serve', async () => {
    for (const client of clients) {
      expect((await client.ask('GET', '/health/ready')).status).toBe(200);
    }
  });

  it('give a guesser ten tries together, and not ten each', async () => {
    const hash = await studio.app.get(Passwords).hash('correct horse battery');
    const { email } = await studio.given.person('coach', 'Eve Silva', hash);
    const statuses: number[] = [];
    for (let n = 0; n < 13; n += 1) {
      const body = { email, password: 'a guess' };
      const answer = await clients[n % 2]?.ask('POST', '/api/v1/auth/login', body);
      statuses.push(answer?.status ?? 0);
    }
    expect(statuses).toEqual(guessed(10, 3));
  });

  it('take the tickets of each other', async () => {
    const [issuer] = clients;
    const pids = new Set<number>();
    while (pids.size < 2) {
      const answer = await issuer?.ask('POST', '/api/v1/events/tickets', {}, api.authorization);
      expect(answer?.status).toBe(201);
      const { ticket } = answer?.body as { ticket: string };
      const { listener, pid } = await listen(new Api(product.base, studio.app), ticket);
      pids.add(pid);
      listener.leave();
    }
    expect([...pids].toSorted()).toEqual(clients.map(({ pid }) => pid).toSorted());
  });

  it('tell their listeners what happens at the other', async () => {
    const streams = await listenAtEach();
    const path = `/api/v1/members/${tom.id}/adjustments`;
    for (const [n, client] of clients.entries()) {
      const body = { adjustment: 1, reason: `by ${n}`, packageId: tom.packageId };
      const answer = await client.ask('POST', path, body, api.authorization);
      expect(answer.status).toBe(200);
      for (const stream of streams) {
        await stream.untilTold(tom.packageId, { remaining: 6 + n });
      }
    }
    for (const stream of streams) stream.leave();
  });

  it('let nobody read for more than five seconds who was switched off at one of them', async () => {
    const eve = await studio.given.coach();
    const token = api.as(eve).authorization;
    const [one, other] = clients;
    const read = async (client = one) =>
      (await client?.ask('GET', '/api/v1/members', undefined, token))?.status;
    expect([await read(one), await read(other)]).toEqual([200, 200]);
    const asAdmin = api.as(await studio.given.admin()).authorization;
    const path = `/api/v1/people/${eve.id}`;
    const off = await one?.ask('PATCH', path, { disabled: true }, asAdmin);
    expect(off?.status).toBe(200);
    const within = { timeout: 5_000, interval: 100 };
    await Promise.all(clients.map((client) => expect.poll(() => read(client), within).toBe(401)));
  });

  it('let a person have five streams at both together', async () => {
    const staff = api.as(await studio.given.staff());
    const opened = [];
    for (let n = 0; n < 5; n += 1) opened.push(await listen(staff));
    expect(new Set(opened.map(({ pid }) => pid)).size).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, NO_EVENT_WITHIN_MS));
    expect(opened.flatMap(({ listener }) => listener.named('end'))).toEqual([]);
    await listen(staff);
    await listen(staff);
    for (const { listener } of opened.slice(0, 2)) {
      expect(await listener.untilNamed('end')).toEqual({ reason: 'too_many_streams' });
    }
    expect(opened.slice(2).flatMap(({ listener }) => listener.named('end'))).toEqual([]);
  });
}

/** It has one writer, so there is one process. */
function onTheEmbeddedDatabase(): void {
  let product: Product | undefined;
  beforeAll(ensureBuilt);
  afterAll(() => endProduct(product));

  it('are one, and say so', async () => {
    const studio = await openStudio();
    await studio.close();
    product = await startSeveral(studio);
    const why = 'because the embedded database has one writer';
    expect(product.output()).toContain(`Processes   1, ${why}\n`);
    expect(workersOf(product)).toEqual([]);
    const { headers } = await fetch(`${product.base}/health/ready`);
    expect(await whoAnswered(product, String(headers.get('x-request-id')))).toBe(product.pid);
  });
}

describe('two processes on one port', isServerDatabase() ? onAServer : onTheEmbeddedDatabase);
