import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, type TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';
import { type Attempt, RepeatingClient } from '../support/repeating-client.js';
import { chance, seedFor } from '../support/seed.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { type OpenDatabase, openDatabase } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const KILLS = size({ ci: 3, full: 20 });
const CLIENTS = 8;

describe('kill -9 in the middle of writes', () => {
  let studio: Studio;
  let database: OpenDatabase;
  let product: Product | undefined;
  let ana: TestPerson;
  let tom: GivenMember;
  const seed = seedFor('kill');

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio();
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 1 });
    await studio.close();
    database = await openDatabase(studio.databaseUrl);
  });
  afterAll(async () => {
    await endProduct(product);
    await database.close();
  });

  /** The product as a process on the database that the studio left, and its API as the coach. */
  async function restart(): Promise<{ running: Product; api: Api }> {
    const { databaseUrl, config } = studio;
    const running = await startProduct({
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      STUDIO_TIME_ZONE: config.studioTimeZone,
      JWT_SECRET: config.jwtSecret,
    });
    product = running;
    return { running, api: new Api(running.base, studio.app).as(ana) };
  }

  async function timesInHistory(): Promise<Map<string, number>> {
    const rows = await database.sql<{ reason: string; times: number | string }>(
      `SELECT reason, COUNT(*) AS times FROM coach_usage_history
        WHERE adjustment_type = 'adjustment' GROUP BY reason`,
    );
    return new Map(rows.map(({ reason, times }) => [reason, Number(times)]));
  }

  async function balance(): Promise<number | undefined> {
    const [row] = await database.sql<{ left: number }>(
      'SELECT remaining_sessions AS `left` FROM coach_member_list WHERE id = ?',
      [tom.packageId],
    );
    return row?.left;
  }

  /** Repeats what is not known to be done; a server may still hold the locks of the dead. */
  async function repeat(api: Api, client: RepeatingClient, attempt: Attempt): Promise<void> {
    let answer = await client.send(api, attempt);
    for (let tries = 1; tries < 5 && answer.status !== 200; tries += 1) {
      answer = await client.send(api, attempt);
    }
    expect(answer.status, answer.text).toBe(200);
    client.learned(attempt, answer);
  }

  it(
    `loses nothing that was acknowledged and does nothing twice, ${KILLS} times`,
    async () => {
      const dice = chance(seed);
      const clients = Array.from({ length: CLIENTS }, (_, i) => new RepeatingClient(`c${i}`, tom));
      let unknown = 0;
      let { running, api } = await restart();
      for (let kill = 0; kill < KILLS; kill += 1) {
        const served = api;
        const working = clients.map((client) => client.goOn(served, () => true));
        await sleep(dice.between(300, 900));
        running.signal('SIGKILL');
        await Promise.all([...working, running.ended]);

        const done = await timesInHistory();
        for (const { key } of clients.flatMap((client) => client.acknowledged)) {
          expect(done.get(key), key).toBe(1);
        }
        expect(await violations(database.sql)).toEqual([]);

        ({ running, api } = await restart());
        for (const client of clients) {
          unknown += client.unknown.length;
          for (const attempt of client.unknown) await repeat(api, client, attempt);
        }
      }

      const keys = clients.flatMap((client) => client.attempts.map(({ key }) => key));
      expect(unknown).toBeGreaterThan(0);
      expect(await timesInHistory()).toEqual(new Map(keys.map((key) => [key, 1])));
      expect(await balance()).toBe(1 + keys.length);
      expect(await violations(database.sql)).toEqual([]);

      for (const client of clients) {
        for (const attempt of client.attempts.slice(-5)) {
          const { body, headers } = await client.send(api, attempt);
          expect(headers.get('idempotency-replayed')).toBe('true');
          expect(body).toEqual(attempt.answer?.body);
        }
      }
      expect(await balance()).toBe(1 + keys.length);
    },
    SIZED_TIMEOUT_MS,
  );
});
