import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../support/api.js';
import { startCli } from '../support/cli.js';
import { createDatabase } from '../support/database.js';
import { Given } from '../support/given.js';
import { violations } from '../support/laws.js';
import {
  ITS_MIGRATIONS,
  packagesThatDiffer,
  PREVIOUS_RELEASE,
  previousMain,
} from '../support/previous-release.js';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';
import { writeOldRecords } from '../support/request-records.js';
import { RollingClient } from '../support/rolling-client.js';
import { severalProcesses } from '../support/shared-stage.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { openDatabase } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const CLIENTS = 6;
const PAUSE_MS = size({ ci: 20, full: 5 });
/** Of each stage of the upgrade, besides what happens in it. */
const STAGE_MS = size({ ci: 1_500, full: 30_000 });
/** What the migration has to work on. */
const RECORDS = size({ ci: 5_000, full: 200_000 });

function upgrade(): void {
  let url: string;
  let studio: Studio;
  const products: Product[] = [];
  const serving: Api[] = [];
  let clients: RollingClient[];

  beforeAll(async () => {
    await ensureBuilt();
    url = await createDatabase();
    const { dataSource, sql, close } = await openDatabase(url, ITS_MIGRATIONS);
    await dataSource.runMigrations({ transaction: 'each' });
    await writeOldRecords(sql, RECORDS);
    await close();
    // For tokens and for looking: it does not work on what it has no tables for yet.
    studio = await openStudio({ databaseUrl: url });
    const main = await previousMain();
    products.push(await start(main), await start(main));
    const given = new Given(studio.app, new Api(base(0), studio.app), studio.clock, studio.sql);
    const ana = await given.coach();
    serving.push(...products.map((_, n) => new Api(base(n), studio.app).as(ana)));
    clients = [];
    for (let n = 0; n < CLIENTS; n += 1) {
      const member = await given.member({ coach: ana, remaining: 10 });
      clients.push(new RollingClient(`client-${n}`, () => serving, member));
    }
  });
  afterAll(async () => {
    await Promise.all(products.map(endProduct));
    await studio.close();
  });

  const base = (n: number) => products[n]?.base ?? '';

  async function start(main?: string): Promise<Product> {
    const env = { ...severalProcesses(studio, 1), LOG_LEVEL: 'silent' };
    return startProduct(env, main === undefined ? {} : { main });
  }

  /** The oldest one that serves is left alone, and stopped. */
  async function replaceOldest(): Promise<void> {
    const [oldest] = serving;
    const product = products.find((one) => one.base === oldest?.base);
    const successor = await start();
    products.push(successor);
    const last = serving.at(-1);
    if (last) serving.push(last.at(successor.base));
    await stage(`beside ${successor.base}`);
    serving.shift();
    // What was asked before is answered before the port is closed.
    product?.signal('SIGTERM');
    expect(await product?.ended).toMatchObject({ code: 0, stderr: '' });
  }

  async function rowsOf(condition: string): Promise<number> {
    const sql = `SELECT COUNT(*) AS n FROM coach_usage_history WHERE ${condition}`;
    return Number((await studio.sql<{ n: number }>(sql))[0]?.n);
  }

  async function stage(name: string): Promise<void> {
    await sleep(STAGE_MS);
    const figures = clients.map((client) => client.takeFigures());
    const asked = figures.reduce((sum, one) => sum + one.asked, 0);
    const repeated = figures.reduce((sum, one) => sum + one.repeated, 0);
    const slowestMs = Math.max(...figures.map((one) => one.slowestMs));
    process.stdout.write(`upgrade, ${name}: ${JSON.stringify({ asked, repeated, slowestMs })}\n`);
    expect(asked).toBeGreaterThan(CLIENTS);
  }

  it(
    `fails no request and loses no change: ${PREVIOUS_RELEASE.tag} on the tables of today`,
    async () => {
      for (const one of packagesThatDiffer()) process.stdout.write(`it was made for ${one}\n`);
      const load = { isOn: true };
      const working = clients.map((one) => one.goOn(() => load.isOn, PAUSE_MS));
      await stage('before');
      const migrated = await startCli(['migration:run'], { DATABASE_URL: url });
      expect(migrated).toMatchObject({ code: 0, stderr: '' });
      process.stdout.write(migrated.stdout);
      await stage('on the new tables');
      await replaceOldest();
      await replaceOldest();
      await stage('new ones alone');
      load.isOn = false;
      await Promise.all(working);

      expect(clients.flatMap((one) => one.failures)).toEqual([]);
      const rows = await studio.sql<{ reason: string }>(
        "SELECT reason FROM coach_usage_history WHERE adjustment_type = 'adjustment'",
      );
      const reasons = rows.map(({ reason }) => reason).toSorted();
      const acknowledged = clients.flatMap((one) => one.acknowledged);
      expect(reasons).toEqual(acknowledged.toSorted());
      const used = clients.reduce((sum, one) => sum + one.used, 0);
      expect(used).toBeGreaterThan(CLIENTS);
      expect(await rowsOf('undone_at IS NOT NULL')).toBe(used);
      expect(await rowsOf("adjustment_type IN ('automatic', 'manual')")).toBe(used);
      expect(await violations(studio.sql)).toEqual([]);
    },
    SIZED_TIMEOUT_MS,
  );
}

describe('an upgrade under load', upgrade);
