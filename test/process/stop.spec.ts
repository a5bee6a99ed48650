import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { JwtService } from '@nestjs/jwt';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS_TOKEN } from '../../src/auth/access-token.js';
import { Api, type TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';
import { RepeatingClient } from '../support/repeating-client.js';
import { openDatabase, type Sql } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const STOPS_WITHIN_MS = 10_000;

describe('SIGTERM', () => {
  let studio: Studio;
  let product: Product | undefined;
  let ana: TestPerson;
  let tom: GivenMember;
  let token: string;

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio();
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 1 });
    const { issuer, audience } = ACCESS_TOKEN;
    token = studio.app
      .get(JwtService)
      .sign({ role: ana.role }, { subject: String(ana.id), issuer, audience, expiresIn: 900 });
    await studio.close();
  });
  afterEach(() => endProduct(product));

  async function start(): Promise<{ running: Product; api: Api }> {
    const { databaseUrl, config } = studio;
    const running = await startProduct({
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      STUDIO_TIME_ZONE: config.studioTimeZone,
      JWT_SECRET: config.jwtSecret,
      SHUTDOWN_GRACE_SECONDS: '0',
    });
    product = running;
    return { running, api: new Api(running.base, studio.app).as(ana) };
  }

  async function withDatabase<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const { sql, close } = await openDatabase(studio.databaseUrl);
    return work(sql).finally(close);
  }

  async function expectInHistory(keys: readonly string[]): Promise<void> {
    const done = await withDatabase((sql) =>
      sql<{ reason: string }>(
        "SELECT reason FROM coach_usage_history WHERE adjustment_type = 'adjustment'",
      ),
    );
    const reasons = done.map(({ reason }) => reason);
    expect(reasons).toEqual(expect.arrayContaining([...keys]));
    expect(new Set(reasons).size).toBe(reasons.length);
    expect(await withDatabase(violations)).toEqual([]);
  }

  /** A correction of which the second half is sent only when the test says so. */
  function slowRequest(base: string, key: string): { answer: Promise<string>; finish(): void } {
    const body = JSON.stringify({ adjustment: 1, reason: key, packageId: tom.packageId });
    const { hostname, port } = new URL(base);
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.on('data', (data) => (text += data.toString()));
    socket.write(
      [
        `POST /api/v1/members/${tom.id}/adjustments HTTP/1.1`,
        `Host: ${hostname}`,
        `Authorization: Bearer ${token}`,
        `Idempotency-Key: ${key}`,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
        '',
        body.slice(0, 10),
      ].join('\r\n'),
    );
    const answer = new Promise<string>((resolve) => {
      socket.on('error', (error) => (text += String(error)));
      socket.on('close', () => resolve(text));
    });
    return { answer, finish: () => void socket.write(body.slice(10)) };
  }

  /** Whether somebody who comes now is let in: refused, or told to come back later. */
  async function comesIn(base: string): Promise<number | 'refused'> {
    const { hostname, port } = new URL(base);
    return new Promise((resolve) => {
      const socket = connect(Number(port), hostname);
      let answer = '';
      socket.on('error', () => resolve('refused'));
      socket.on('close', () => resolve(Number(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1] ?? 0)));
      socket.on('data', (data) => (answer += data.toString()));
      socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    });
  }

  it('lets requests under way end with their answers, and nobody else in', async () => {
    const { running } = await start();
    const keys = Array.from({ length: 8 }, (_, index) => `under way ${index}`);
    const requests = keys.map((key) => slowRequest(running.base, key));
    await sleep(500);

    running.signal('SIGTERM');
    await sleep(500);
    const late = await comesIn(running.base);
    for (const request of requests) request.finish();

    const answers = await Promise.all(requests.map((request) => request.answer));
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1.1 200 /);
      expect(answer).toMatch(/^connection: close\r$/im);
    }
    expect(['refused', 503]).toContain(late);
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
    await expectInHistory(keys);
  });

  it('ends a product under load in time, with nothing lost', async () => {
    const { running, api } = await start();
    const clients = Array.from({ length: 16 }, (_, i) => new RepeatingClient(`load-${i}`, tom));
    const working = clients.map((client) =>
      client.goOn(api, () => client.attempts.every(({ answer }) => answer?.status !== 503)),
    );
    const acknowledged = () => clients.flatMap((client) => client.acknowledged);
    await expect.poll(() => acknowledged().length).toBeGreaterThan(clients.length);

    const signalledAt = performance.now();
    running.signal('SIGTERM');
    const [{ code, stderr }] = await Promise.all([running.ended, ...working]);

    expect(performance.now() - signalledAt).toBeLessThan(STOPS_WITHIN_MS);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    const attempts = clients.flatMap((client) => client.attempts);
    const statuses = new Set(attempts.map(({ answer }) => answer?.status));
    expect([200, 503, undefined]).toEqual(expect.arrayContaining([...statuses]));
    await expectInHistory(acknowledged().map(({ key }) => key));
  });

  it('ends a product that nobody uses at once, browsers’ spare connections or not', async () => {
    const { running, api } = await start();
    const { hostname, port } = new URL(running.base);
    const ready = connect(Number(port), hostname).on('error', () => undefined);
    await once(ready, 'connect');
    expect((await api.member(tom)).status).toBe(200);
    const signalledAt = performance.now();
    running.signal('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
    expect(performance.now() - signalledAt).toBeLessThan(3_000);
  });
});
