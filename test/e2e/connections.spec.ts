import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readMetrics } from '../support/metrics.js';
import { rawRequest } from '../support/raw-http.js';
import { openStudio, type Studio } from '../support/studio.js';

const MOST = 20;
const HEAD_WITHIN_MS = 10_000;
const SLACK_MS = 3_000;
/** Sooner than anything is cut that is only slow. */
const AT_ONCE_MS = 5_000;

const HALF_A_HEAD = 'GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ';
const HALF_A_BODY =
  'POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
  'Content-Length: 100\r\n\r\n{"email":';

describe('connections', () => {
  let studio: Studio;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    studio = await openStudio({ env: { MAX_CONNECTIONS: String(MOST) } });
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await expect.poll(open).toBeLessThan(5);
  });
  afterAll(() => studio.close());

  /** A client that never ends its side. */
  async function visit(text: string): Promise<Socket> {
    const { port } = new URL(studio.api.base);
    const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    sockets.push(socket);
    socket.on('error', () => undefined).resume();
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write(text);
    return socket;
  }

  const open = async () => {
    const server = studio.app.getHttpServer();
    return promisify(server.getConnections.bind(server))();
  };
  const refused = async () =>
    (await readMetrics(studio.api)).get('coach_connections_refused_total') ?? 0;

  it('on which half of a head was sent are cut in time, whoever holds them', async () => {
    const from = performance.now();
    await Promise.all(Array.from({ length: MOST - 5 }, () => visit(HALF_A_HEAD)));
    await expect.poll(open).toBeGreaterThanOrEqual(MOST - 5);
    await expect.poll(open, { timeout: 30_000, interval: 100 }).toBeLessThan(5);
    expect(performance.now() - from).toBeLessThan(HEAD_WITHIN_MS + SLACK_MS);
  });

  it('that are idle make room for new ones', async () => {
    for (let n = 0; n < MOST; n += 1) await visit(n % 2 === 0 ? HALF_A_HEAD : '');
    await sleep(1_100);
    for (let n = 0; n < 5; n += 1) {
      expect((await rawRequest(studio.api, { path: '/health/live' })).status).toBe(200);
    }
    expect(await open()).toBeLessThanOrEqual(MOST);
    expect(await refused()).toBeGreaterThan(0);
  });

  it('beyond the limit are closed while all others are in use', async () => {
    // A few more, for whoever was idle and makes room.
    for (let n = 0; n < MOST; n += 1) await visit(HALF_A_BODY);
    await sleep(1_100);
    for (let n = 0; n < 5; n += 1) await visit(HALF_A_BODY);
    const since = performance.now();
    const one = await visit('');
    await new Promise((resolve) => one.once('close', resolve).once('end', resolve));
    expect(performance.now() - since).toBeLessThan(AT_ONCE_MS);
    expect(await open()).toBeLessThanOrEqual(MOST);
  });
});
