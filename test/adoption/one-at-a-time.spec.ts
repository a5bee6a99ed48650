import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { readConfig } from '../../src/config/environment.js';
import { openToMigrate } from '../../src/database/migrate.js';
import type { ProductDataSource } from '../../src/database/product-data-source.js';
import { expectBooks } from '../support/adoption/stopping.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { dropDatabases } from '../support/database.js';

const WITHIN_MS = 30_000;

let legacy: LegacyDatabase;
let opened: ProductDataSource[] = [];

beforeEach(async () => {
  legacy = await createLegacyDatabase('plain', 100);
});

afterEach(async () => {
  for (const dataSource of opened) {
    if (dataSource.isInitialized) await dataSource.destroy().catch(() => undefined);
  }
  opened = [];
  await legacy.close();
  await dropDatabases();
});

/** Runs all migrations; `before` comes first, where nobody else may migrate any more. */
function migrating(before: (dataSource: ProductDataSource) => Promise<unknown>) {
  let hasBegun = false;
  const ended = (async () => {
    const config = readConfig({ DATABASE_URL: legacy.url });
    const dataSource = await openToMigrate(config, MIGRATIONS, {
      beforeMigrating: async (own) => {
        opened.push(own);
        hasBegun = true;
        await before(own);
      },
    });
    const { length } = await dataSource.runMigrations({ transaction: 'each' });
    await dataSource.destroy();
    return length;
  })();
  // One that is stopped is not asked for its end.
  ended.catch(() => undefined);
  return { ended, hasBegun: () => hasBegun };
}

/** What sessions of this database do at the moment, as the server says. */
async function atWork(): Promise<{ id: number; state: string; info: string }[]> {
  return legacy.query(
    `SELECT ID AS id, COALESCE(STATE, '') AS state, COALESCE(INFO, '') AS info
       FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID()`,
  );
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let waited = 0; !(await holds()); waited += 10) {
    if (waited > WITHIN_MS) throw new Error('it did not come');
    await sleep(10);
  }
}

const waits = async () => (await atWork()).some(({ info }) => info.includes('GET_LOCK'));

it('lets the second of two wait for the first, and finds nothing left to do then', async () => {
  let goOn: () => void = () => undefined;
  const first = migrating(() => new Promise<void>((fulfil) => (goOn = fulfil)));
  await until(first.hasBegun);
  const second = migrating(() => Promise.resolve());
  await until(waits);
  expect(second.hasBegun()).toBe(false);

  goOn();
  expect(await first.ended).toBe(MIGRATIONS.length);
  expect(await second.ended).toBe(0);
  await expectBooks(legacy.url);
});

it('begins after the last statement of one that was killed', async () => {
  const lasting = 'CREATE TABLE left_behind AS SELECT SLEEP(1.5) AS slept';
  const killed = migrating(async (own) => own.query(lasting));
  const works = async () => (await atWork()).find(({ info }) => info === lasting);
  await until(async () => (await works()) !== undefined);
  cutOff(opened[0]);

  let wasFinished: boolean | undefined;
  const next = migrating(async () => {
    wasFinished = (await works()) === undefined;
    expect(await legacy.query("SHOW TABLES LIKE 'left_behind'")).toHaveLength(1);
  });
  await until(waits);
  expect(await works()).toBeDefined();
  expect(await next.ended).toBe(MIGRATIONS.length);
  expect(wasFinished).toBe(true);
  expect(killed.hasBegun()).toBe(true);
  await expectBooks(legacy.url);
});

/** Ends the connections of a program as its kill does: without a word to the server. */
function cutOff(dataSource: ProductDataSource | undefined): void {
  const { pool } = dataSource?.driver as unknown as {
    pool: { _allConnections: { toArray(): { stream: { destroy(): void } }[] } };
  };
  for (const { stream } of pool._allConnections.toArray()) stream.destroy();
}
