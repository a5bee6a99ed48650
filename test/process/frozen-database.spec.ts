import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConnection } from 'mysql2/promise';
import '../support/matchers.js';
import { Api, type Answer, type TestPerson } from '../support/api.js';
import { createDatabase, isServerDatabase } from '../support/database.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import { type MariadbServer, startMariadb } from '../support/mariadb-server.js';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';
import { RepeatingClient } from '../support/repeating-client.js';
import { sendSignal } from '../support/signals.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { migrate, openDatabase } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const FROZEN_MS = size({ ci: 3_000, full: 10_000 });
const SERVED_AGAIN_WITHIN_MS = 10_000;

/*
 * On a server: the server stops in the middle of everything and goes on later. On a file: another
 * program keeps the file to itself.
 */
describe('a database that does not answer for a while', () => {
  let server: MariadbServer | undefined;
  let databaseUrl: string;
  let studio: Studio;
  let product: Product;
  let ana: TestPerson;
  let tom: GivenMember;

  beforeAll(async () => {
    await ensureBuilt();
    databaseUrl = await givenDatabase();
    await migrate(databaseUrl);
    studio = await openStudio({ databaseUrl });
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 1 });
    await studio.close();
    product = await startProduct({
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      STUDIO_TIME_ZONE: studio.config.studioTimeZone,
      JWT_SECRET: studio.config.jwtSecret,
    });
  });
  afterAll(async () => {
    await endProduct(product);
    await server?.stop();
  });

  /** On a server of this test's own, which can be frozen without harm to others. */
  async function givenDatabase(): Promise<string> {
    if (!isServerDatabase()) return createDatabase();
    server = await startMariadb();
    const connection = await createConnection(server.base.replace(/^mariadb:/, 'mysql:'));
    await connection.query('CREATE DATABASE frozen');
    await connection.end();
    return `${server.base}frozen`;
  }

  async function freeze(): Promise<void> {
    if (server) {
      sendSignal(server.pid, 'SIGSTOP');
      await sleep(FROZEN_MS);
      sendSignal(server.pid, 'SIGCONT');
    } else {
      const { sql, close } = await openDatabase(databaseUrl);
      await sql('BEGIN IMMEDIATE');
      await sleep(FROZEN_MS);
      await sql('ROLLBACK');
      await close();
    }
  }

  /** The first time at which all of these were answered by 200, in milliseconds from now. */
  async function servedAgainAfter(requests: (() => Promise<Answer>)[]): Promise<number> {
    const since = performance.now();
    for (;;) {
      const answers = await Promise.all(requests.map((request) => request()));
      const now = performance.now() - since;
      if (answers.every(({ status }) => status === 200) || now > 30_000) return now;
      await sleep(50);
    }
  }

  it(
    'costs some requests a 503, and no change',
    async () => {
      const api = new Api(product.base, studio.app).as(ana);
      const clients = Array.from(
        { length: 4 },
        (_, index) => new RepeatingClient(`c${index}`, tom),
      );
      const reads: Answer[] = [];
      const load = new AbortController();
      const working = clients.map((client) => client.goOn(api, () => !load.signal.aborted));
      const reading = (async () => {
        while (!load.signal.aborted) {
          reads.push(await api.history(tom));
          await sleep(20);
        }
      })();
      await sleep(500);

      await freeze();

      const others = [() => api.member(tom), () => api.get('/members'), () => api.history(tom)];
      const adjust = () => api.adjust(tom, { adjustment: 1, reason: 'after all' });
      expect(await servedAgainAfter([...others, adjust])).toBeLessThan(SERVED_AGAIN_WITHIN_MS);
      await sleep(500);
      load.abort();
      await Promise.all([...working, reading]);

      const attempts = clients.flatMap((client) => client.attempts);
      const answers = [...reads, ...attempts.map(({ answer }) => answer)];
      const statuses = answers.map((answer) => answer?.status);
      expect([200, 503]).toEqual(expect.arrayContaining([...new Set(statuses)]));
      expect(statuses.at(-1)).toBe(200);
      for (const answer of answers.filter((one) => one?.status === 503)) {
        expect(answer).toBeProblem('unavailable');
        expect(Number(answer?.headers.get('retry-after'))).toBeGreaterThan(0);
      }

      for (const client of clients) {
        for (const attempt of client.unknown) {
          expect((await client.send(api, attempt)).status).toBe(200);
        }
      }
      const { sql, close } = await openDatabase(databaseUrl);
      const rows = await sql<{ reason: string }>(
        "SELECT reason FROM coach_usage_history WHERE adjustment_type = 'adjustment'",
      );
      const keys = rows.map(({ reason }) => reason).filter((reason) => reason !== 'after all');
      expect(keys.toSorted()).toEqual(attempts.map(({ key }) => key).toSorted());
      expect(await violations(sql)).toEqual([]);
      await close();
    },
    SIZED_TIMEOUT_MS,
  );
});
