import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import { type MariadbServer, startMariadb } from '../support/mariadb-server.js';
import { readMetrics } from '../support/metrics.js';
import { RepeatingClient } from '../support/repeating-client.js';
import { chance, seedFor } from '../support/seed.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { migrate } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const KILLS = size({ ci: 2, full: 10 });
const CLIENTS = 8;
const SERVED_AGAIN_WITHIN_MS = 10_000;

/* A server of this test's own. The embedded database dies with the product: `process/kill.spec`. */
describe('a server that is killed in the middle of writes', () => {
  let server: MariadbServer;
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;
  const seed = seedFor('killed');

  beforeAll(async () => {
    server = await startMariadb();
    const connection = await createConnection(server.base.replace(/^mariadb:/, 'mysql:'));
    await connection.query('CREATE DATABASE coach');
    await connection.end();
    const databaseUrl = `${server.base}coach`;
    await migrate(databaseUrl);
    studio = await openStudio({ databaseUrl });
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 1 });
  });
  afterAll(async () => {
    await studio.close();
    await server.stop();
  });

  async function timesInHistory(): Promise<Map<string, number>> {
    const rows = await studio.sql<{ reason: string; times: number | string }>(
      `SELECT reason, COUNT(*) AS times FROM coach_usage_history
        WHERE adjustment_type = 'adjustment' GROUP BY reason`,
    );
    return new Map(rows.map(({ reason, times }) => [reason, Number(times)]));
  }

  /** Works that met the death of the server. */
  async function retries(): Promise<number> {
    const figures = [...(await readMetrics(studio.api))];
    const counts = figures.filter(([sample]) => sample.startsWith('coach_database_retries_total'));
    return counts.reduce((sum, [, count]) => sum + count, 0);
  }

  /** From the first answer of the server on, in milliseconds. */
  async function servedAgainAfter(): Promise<number> {
    const since = performance.now();
    const api = studio.api.as(ana);
    for (;;) {
      const answers = [await api.member(tom), await studio.api.get('/health/ready')];
      const now = performance.now() - since;
      if (answers.every(({ status }) => status === 200) || now > 30_000) return now;
      await sleep(20);
    }
  }

  it(
    `loses nothing that was acknowledged and does nothing twice, ${KILLS} times`,
    async () => {
      const dice = chance(seed);
      const api = studio.api.as(ana);
      const clients = Array.from({ length: CLIENTS }, (_, i) => new RepeatingClient(`c${i}`, tom));
      const load = new AbortController();
      const working = clients.map((client) => client.goOn(api, () => !load.signal.aborted));
      const tookMs: number[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        await sleep(dice.between(300, 900));
        await server.kill();
        await sleep(dice.between(0, 500));
        await server.startAgain();
        tookMs.push(await servedAgainAfter());
        const done = await timesInHistory();
        for (const { key } of clients.flatMap((client) => client.acknowledged)) {
          expect(done.get(key), key).toBe(1);
        }
      }
      load.abort();
      await Promise.all(working);
      expect(Math.max(...tookMs)).toBeLessThan(SERVED_AGAIN_WITHIN_MS);

      const attempts = clients.flatMap((client) => client.attempts);
      const unknown = clients.flatMap((client) => client.unknown);
      const statuses = new Set(attempts.map(({ answer }) => answer?.status));
      expect([200, 503]).toEqual(expect.arrayContaining([...statuses]));
      expect(await retries()).toBeGreaterThan(KILLS);
      for (const client of clients) {
        for (const attempt of client.unknown) {
          const answer = await client.send(api, attempt);
          expect(answer.status, answer.text).toBe(200);
        }
      }
      const figures = { changes: attempts.length, unknown: unknown.length, servedAfterMs: tookMs };
      process.stdout.write(`killed: ${JSON.stringify(figures)}\n`);
      expect(await timesInHistory()).toEqual(new Map(attempts.map(({ key }) => [key, 1])));
      expect((await api.member(tom)).body.packages[0].remaining).toBe(1 + attempts.length);
      expect(await violations(studio.sql)).toEqual([]);
    },
    SIZED_TIMEOUT_MS,
  );
});
