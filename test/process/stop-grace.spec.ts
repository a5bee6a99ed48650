import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isServerDatabase } from '../support/database.js';
import { workersOf } from '../support/pinned.js';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';
import { severalProcesses } from '../support/shared-stage.js';
import { isAlive, sendSignal } from '../support/signals.js';
import { openStudio, type Studio } from '../support/studio.js';

const LIVE = 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n';
const CLOSES = 'Connection: close\r\n\r\n';
const GOES_ON = '\r\n';
const CONNECTIONS = 15;

describe('a product that is told to stop', () => {
  let studio: Studio;
  let product: Product | undefined;
  let sockets: Socket[] = [];

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio();
    await studio.close();
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
    await endProduct(product);
  });

  async function start(graceSeconds: number, processes = 1): Promise<Product> {
    const SHUTDOWN_GRACE_SECONDS = String(graceSeconds);
    const env = severalProcesses(studio, processes);
    product = await startProduct({ ...env, SHUTDOWN_GRACE_SECONDS });
    return product;
  }

  /** A connection, what it was sent until its end, and what became of it. */
  function visit({ base }: Product): { socket: Socket; text(): string; ended: Promise<string> } {
    const { hostname, port } = new URL(base);
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    let text = '';
    socket.on('data', (data) => (text += data.toString()));
    const ended = new Promise<string>((resolve) => {
      socket.on('error', ({ message }) => (text += message)).on('close', () => resolve(text));
    });
    return { socket, text: () => text, ended };
  }

  async function answerOf(running: Product, path: string, agent: Agent | false = false) {
    const [response] = (await once(get(`${running.base}${path}`, { agent }), 'response')) as [
      IncomingMessage,
    ];
    response.resume();
    return { status: response.statusCode, connection: response.headers.connection };
  }

  /* By the database nothing of it differs: one process has the embedded one, several a server. */
  const [count, of] = isServerDatabase() ? [2, 'two processes'] : [1, 'one process'];

  it(`of ${of}, answers who waits in the operating system`, async () => {
    const running = await start(0, count);
    running.signal('SIGSTOP');
    const visits = Array.from({ length: CONNECTIONS }, () => visit(running));
    await Promise.all(visits.map(({ socket }) => once(socket, 'connect')));
    for (const { socket } of visits) socket.write(LIVE + CLOSES);
    running.signal('SIGTERM');
    await sleep(100);
    running.signal('SIGCONT');
    for (const { ended } of visits) expect(await ended).toMatch(/^HTTP\/1.1 200 /);
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
  });

  if (isServerDatabase()) {
    it('is one wish where all of several processes are told, as systemd does', async () => {
      const running = await start(2, 2);
      const workers = workersOf(running);
      expect(workers).toHaveLength(2);
      running.signal('SIGTERM');
      for (const pid of workers) sendSignal(pid, 'SIGTERM');
      await sleep(1_300);
      expect(await answerOf(running, '/health/live')).toMatchObject({ status: 200 });
      expect(await answerOf(running, '/health/ready')).toMatchObject({ status: 503 });
      expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
    });

    it('hands over where one of several alone is told', async () => {
      const running = await start(0, 2);
      const [told = 0, kept = 0] = workersOf(running);
      sendSignal(told, 'SIGTERM');
      const others = () => workersOf(running).filter((pid) => pid !== told && isAlive(pid));
      while (isAlive(told) || others().length < 2) {
        expect(await answerOf(running, '/health/ready')).toMatchObject({ status: 200 });
        await sleep(20);
      }
      expect(others()).toContain(kept);
    });
  } else {
    it('is not ready, serves for a while nevertheless, and keeps no connection', async () => {
      const running = await start(2);
      const agent = new Agent({ keepAlive: true });
      expect(await answerOf(running, '/health/ready', agent)).toMatchObject({ status: 200 });
      const signalledAt = performance.now();
      running.signal('SIGTERM');
      const ready = () => answerOf(running, '/health/ready');
      await expect.poll(ready, { interval: 20 }).toMatchObject({ status: 503 });
      const closes = { status: 200, connection: 'close' };
      expect(await answerOf(running, '/health/live', agent)).toEqual(closes);
      while (performance.now() - signalledAt < 1_500) {
        expect(await answerOf(running, '/health/live')).toEqual(closes);
        await sleep(50);
      }
      expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
      const tookMs = performance.now() - signalledAt;
      expect(tookMs).toBeGreaterThan(2_000);
      expect(tookMs).toBeLessThan(4_000);
      await expect(ready()).rejects.toThrow('ECONNREFUSED');
    });

    it('answers who has just come, and who asks again', async () => {
      const running = await start(0);
      const visits = Array.from({ length: CONNECTIONS }, () => visit(running));
      const again = visit(running);
      again.socket.write(LIVE + GOES_ON);
      await expect.poll(again.text, { interval: 5 }).toMatch(/"ok"/);
      for (const { socket } of visits) socket.write(LIVE + CLOSES);
      await sleep(5);
      running.signal('SIGTERM');
      again.socket.write(LIVE + CLOSES);
      for (const { ended } of visits) expect(await ended).toMatch(/^HTTP\/1.1 200 /);
      expect(await again.ended).toMatch(/"ok"[^]*HTTP\/1.1 200 [^]*"ok"/);
      expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
    });

    it.each([
      ['head', 'GET /health/live HTTP/1.1\r\nHost: lo'],
      [
        'body',
        'POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{"em',
      ],
    ])('does not wait for the other half of a %s', async (_, half) => {
      const running = await start(0);
      const { socket, ended } = visit(running);
      socket.write(half);
      await sleep(200);
      const signalledAt = performance.now();
      running.signal('SIGTERM');
      expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
      expect(performance.now() - signalledAt).toBeLessThan(2_500);
      await ended;
    });

    it('ends at once where somebody insists, but not of one wish that comes twice', async () => {
      const running = await start(30);
      running.signal('SIGTERM');
      await sleep(100);
      running.signal('SIGTERM');
      await sleep(1_000);
      expect(await answerOf(running, '/health/live')).toMatchObject({ status: 200 });
      const insistedAt = performance.now();
      running.signal('SIGTERM');
      expect(await running.ended).toMatchObject({ code: null, signal: 'SIGTERM' });
      expect(performance.now() - insistedAt).toBeLessThan(2_000);
    });
  }
});
