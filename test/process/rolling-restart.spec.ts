import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../support/api.js';
import { Balancer } from '../support/balancers.js';
import { violations } from '../support/laws.js';
import { freePort } from '../support/mariadb-server.js';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';
import { severalProcesses } from '../support/shared-stage.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { openStudio, type Studio } from '../support/studio.js';
import { Visitor } from '../support/visitor.js';

const RESTARTS = size({ ci: 2, full: 20 });
const REQUESTS = size({ ci: 400, full: 10_000 });
/** Of each balancer: half of them keep their connections. */
const CLIENTS = 8;
/** Leaves the machine some time for the processes that start. */
const PAUSE_MS = size({ ci: 20, full: 5 });
/** HAProxy needs two seconds to see that a server is not ready. */
const SHUTDOWN_GRACE_SECONDS = size({ ci: 3, full: 5 });
/** So long after one is ready, the other is told to stop: HAProxy looks each second. */
const SEEN_WITHIN_MS = 1_000;

function restartOneAfterAnother(): void {
  let studio: Studio;
  const products: Product[] = [];
  const balancers: Balancer[] = [];
  let visitors: Visitor[];

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio();
    const ports = [await freePort(), await freePort()] as const;
    products.push(...(await Promise.all(ports.map(start))));
    for (const name of ['haproxy', 'nginx'] as const) {
      balancers.push(await Balancer.start(name, ports));
    }
    const ana = await studio.given.coach();
    const { authorization } = new Api(studio.api.base, studio.app).as(ana);
    visitors = [];
    for (const { name, base } of balancers) {
      for (let n = 0; n < CLIENTS; n += 1) {
        const target = await studio.given.member({ coach: ana, remaining: 1 });
        const options = { isFaithful: n % 2 === 0, hasKeys: true };
        visitors.push(new Visitor(`${name}-${n}`, base, { ...authorization }, target, options));
      }
    }
  });
  afterAll(async () => {
    await Promise.all(balancers.map((balancer) => balancer.stop()));
    await Promise.all(products.map(endProduct));
    await studio.close();
  });

  async function start(port: number): Promise<Product> {
    const own = { PORT: String(port), LOG_LEVEL: 'silent' };
    const grace = { SHUTDOWN_GRACE_SECONDS: String(SHUTDOWN_GRACE_SECONDS) };
    return startProduct({ ...severalProcesses(studio, 1), ...own, ...grace });
  }

  /** The one that has run for longest; the new one is the last of all. */
  async function restartNext(): Promise<void> {
    const old = products.shift();
    if (!old) throw new Error('there is no product');
    old.signal('SIGTERM');
    expect(await old.ended).toMatchObject({ code: 0, stderr: '' });
    products.push(await start(Number(new URL(old.base).port)));
    await sleep(SEEN_WITHIN_MS);
  }

  it(
    'fails no request behind HAProxy and nginx',
    async () => {
      const answered = () => visitors.reduce((sum, one) => sum + one.answered, 0);
      const load = { isOn: true };
      const working = visitors.map((one) => one.goOn(() => load.isOn, PAUSE_MS));
      await sleep(SEEN_WITHIN_MS);
      for (let n = 0; n < RESTARTS; n += 1) await restartNext();
      const enough = { timeout: SIZED_TIMEOUT_MS };
      await expect.poll(answered, enough).toBeGreaterThan(balancers.length * REQUESTS);
      load.isOn = false;
      await Promise.all(working);

      const failures = visitors.flatMap((one) => one.failures);
      const figures = { restarts: RESTARTS, requests: answered(), failed: failures.length };
      process.stdout.write(`behind balancers: ${JSON.stringify(figures)}\n`);
      expect(failures).toEqual([]);
      const rows = await studio.sql<{ reason: string }>(
        "SELECT reason FROM coach_usage_history WHERE adjustment_type = 'adjustment'",
      );
      const reasons = rows.map(({ reason }) => reason).toSorted();
      const acknowledged = visitors.flatMap((one) => one.acknowledged);
      expect(reasons).toEqual(acknowledged.toSorted());
      expect(await violations(studio.sql)).toEqual([]);
    },
    SIZED_TIMEOUT_MS,
  );
}

describe('two products of one database, restarted', restartOneAfterAnother);
