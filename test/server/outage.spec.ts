import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../support/matchers.js';
import type { Answer, Api, TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { type MariadbServer, startMariadb } from '../support/mariadb-server.js';
import { readMetrics } from '../support/metrics.js';
import { migrate } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const SHED = 'coach_http_requests_shed_total{reason="database_down"}';
/** It takes two seconds to be sure, and a try may come late. */
const KNOWN_WITHIN_MS = 12_000;
/** What is promised is a second; the machine may be busy. */
const BACK_WITHIN_MS = 10_000;
/** Less than any try to reach a database that is down takes, with its repetitions. */
const AT_ONCE_MS = 1_500;

describe('while the database is down', () => {
  let server: MariadbServer;
  let studio: Studio;
  let api: Api;
  let ana: TestPerson;
  let tom: GivenMember;

  beforeAll(async () => {
    server = await startMariadb();
    await asUser('CREATE DATABASE studio');
    const databaseUrl = `${server.base}studio`;
    await migrate(databaseUrl);
    studio = await openStudio({ databaseUrl });
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 1 });
    api = studio.api.as(ana);
  });
  afterAll(async () => {
    await studio.close();
    await server.stop();
  });

  async function asUser(sql: string): Promise<Record<string, unknown>[]> {
    const connection = await createConnection(server.base.replace(/^mariadb:/, 'mysql:'));
    const [rows] = await connection.query(sql);
    await connection.end();
    return rows as Record<string, unknown>[];
  }

  const shed = async () => (await readMetrics(studio.api)).get(SHED) ?? 0;

  async function timed(ask: () => Promise<Answer>): Promise<{ answer: Answer; tookMs: number }> {
    const since = performance.now();
    const answer = await ask();
    return { answer, tookMs: performance.now() - since };
  }

  async function untilShed(): Promise<void> {
    const deadline = performance.now() + KNOWN_WITHIN_MS;
    while ((await shed()) === 0 && performance.now() < deadline) {
      expect((await api.member(tom)).status).toBe(503);
    }
    expect(await shed()).toBeGreaterThan(0);
  }

  it('nobody waits for it, and all are served as soon as it is back', async () => {
    await server.kill();
    await untilShed();

    const { answer, tookMs } = await timed(() => api.member(tom));
    expect(answer).toBeProblem('unavailable');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    expect(tookMs).toBeLessThan(AT_ONCE_MS);
    // Before the token is looked at.
    expect((await studio.api.get('/members')).status).toBe(503);
    expect((await studio.api.get('/health/live')).status).toBe(200);
    expect((await studio.api.get('/health/ready')).status).toBe(503);
    expect((await fetch(`${studio.api.base}/`)).status).toBe(404);

    await server.startAgain();
    const since = performance.now();
    while ((await api.member(tom)).status !== 200 && performance.now() < since + 20_000) {
      await sleep(50);
    }
    expect(performance.now() - since).toBeLessThan(BACK_WITHIN_MS);
    const before = await shed();
    for (let n = 0; n < 20; n += 1) expect((await api.member(tom)).status).toBe(200);
    expect((await studio.api.get('/members')).status).toBe(401);
    expect((await studio.api.get('/health/ready')).status).toBe(200);
    expect(await shed()).toBe(before);
  });

  it('and that is not believed because connections break', async () => {
    const before = await shed();
    for (let round = 0; round < 5; round += 1) {
      const connections = await asUser(
        "SELECT id FROM information_schema.processlist WHERE db = 'studio'",
      );
      expect(connections.length).toBeGreaterThan(0);
      const reads = Array.from({ length: 10 }, () => api.member(tom));
      for (const { id } of connections) await asUser(`KILL ${String(id)}`).catch(() => undefined);
      for (const { status } of await Promise.all(reads)) expect(status).toBe(200);
      await sleep(500);
    }
    expect(await shed()).toBe(before);
  });
});
