import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCli } from '../support/cli.js';
import { createDatabase } from '../support/database.js';
import { freePort } from '../support/mariadb-server.js';
import { logOf, whoAnswered, workersOf } from '../support/pinned.js';
import { ITS_MIGRATIONS } from '../support/previous-release.js';
import {
  endProduct,
  ensureBuilt,
  type Launched,
  type Product,
  type ProductEnv,
  startProduct,
} from '../support/process.js';
import { severalProcesses } from '../support/shared-stage.js';
import { isAlive, sendSignal } from '../support/signals.js';
import { openDatabase } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const SOON = { timeout: 60_000 };
const WAITS = 'Coach sessions is waiting, and serves nobody yet.';
const TO_DO =
  /^ {2}\d+ migrations? ha(s|ve) not run on this database\. Run: npm run migration:run$/m;

interface Met {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** Each by a connection of its own, so that all processes are met. */
const ALONE = { Connection: 'close' };

async function ask(base: string, path: string, method = 'GET'): Promise<Met | undefined> {
  try {
    const answer = await fetch(`${base}${path}`, { method, headers: ALONE });
    const retryAfter = answer.headers.get('retry-after');
    return { status: answer.status, retryAfter, text: await answer.text() };
  } catch {
    return undefined;
  }
}

const statusAt = async (base: string, path: string) => (await ask(base, path))?.status;

function onTheReleaseBefore(processes: number): void {
  let url: string;
  let base: string;
  let product: Promise<Product>;
  let output = () => '';

  beforeAll(async () => {
    await ensureBuilt();
    url = await createDatabase();
    const { dataSource, close } = await openDatabase(url, ITS_MIGRATIONS);
    await dataSource.runMigrations({ transaction: 'each' });
    await close();
    const env: ProductEnv = {
      NODE_ENV: 'production',
      STUDIO_TIME_ZONE: 'UTC',
      JWT_SECRET: 'a-secret-that-only-the-tests-know-0123456789',
      DATABASE_URL: url,
      PROCESSES: String(processes),
      SHUTDOWN_GRACE_SECONDS: '0',
      PORT: String(await freePort()),
      LOG_LEVEL: 'warn',
    };
    base = `http://127.0.0.1:${env.PORT}`;
    product = startProduct(env, { onLaunched: (early) => (output = early.output) });
    product.catch(() => undefined);
    const until = performance.now() + SOON.timeout;
    while ((await statusAt(base, '/health/live')) !== 200 && performance.now() < until) {
      await sleep(50);
    }
  });
  afterAll(async () => endProduct(await product));

  it('lives, says what it waits for, and is not ready', async () => {
    expect(await statusAt(base, '/health/live')).toBe(200);
    await expect.poll(() => output(), SOON).toContain(WAITS);
    expect(output()).toMatch(TO_DO);
    expect(output().match(/waiting for migrations/g)).toHaveLength(1);
    const ready = await ask(base, '/health/ready');
    expect(ready?.status).toBe(503);
    expect(ready?.text).toContain('npm run migration:run');
  });

  it.each([
    ['GET', '/api/v1/members'],
    ['POST', '/api/v1/auth/login'],
    ['POST', '/api/v1/members/1/adjustments'],
    ['POST', '/coach_session_management.php?action=undo-session-usage'],
  ])('answers 503 and when to come again: %s %s', async (method, path) => {
    const met = await ask(base, path, method);
    expect([met?.status, met?.retryAfter]).toEqual([503, '5']);
    expect(met?.text).toMatch(/migrations? ha(s|ve) not run/);
    expect(JSON.parse(met?.text ?? '')).toMatchObject({ success: false });
  });

  it('tells its metrics', async () => expect(await statusAt(base, '/metrics')).toBe(200));

  it('serves by itself when somebody has run the migrations', async () => {
    const migrated = await startCli(['migration:run'], { DATABASE_URL: url });
    expect(migrated).toMatchObject({ code: 0, stderr: '' });
    await expect.poll(() => statusAt(base, '/health/ready'), { timeout: 10_000 }).toBe(200);
    expect(await statusAt(base, '/api/v1/members')).toBe(401);
    expect((await product).output()).toContain(`${base}/api/v1`);
  });
}

/** Takes the record of the last migration away, which makes the tables look older. */
async function takeLast({ sql }: Studio): Promise<Record<string, unknown>> {
  const [row] = await sql('SELECT * FROM coach_schema_migration ORDER BY id DESC LIMIT 1');
  await sql('DELETE FROM coach_schema_migration WHERE id = ?', [row?.id]);
  return row ?? {};
}

/** Of two that serve, on a database whose last migration seems not to have run. */
function whereOthersServe(): void {
  let studio: Studio;
  let product: Product;
  let last: Record<string, unknown>;

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio();
    // The port is to be the same after all have ended.
    product = await startProduct({ ...severalProcesses(studio), PORT: String(await freePort()) });
    last = await takeLast(studio);
  });
  afterAll(async () => {
    await endProduct(product);
    await studio.close();
  });

  const said = () => logOf(product).map(({ msg }) => msg);
  const alive = () => workersOf(product).filter(isAlive);
  /** The processes that live and wait, the first one first. */
  const waiting = () =>
    logOf(product)
      .filter(({ msg }) => msg === 'not ready: waiting for migrations')
      .map(({ pid }) => pid)
      .filter((pid) => isAlive(pid));

  async function statuses(): Promise<(number | undefined)[]> {
    const asked = Array.from({ length: 20 }, () => statusAt(product.base, '/api/v1/members'));
    return [...new Set(await Promise.all(asked))];
  }

  it('a new one that would wait takes the place of none', async () => {
    const before = alive();
    product.signal('SIGHUP');
    const goesOn = 'the new process did not start: those that serve go on';
    await expect.poll(said, SOON).toContain(goesOn);
    expect(said()).toContain('the new process would wait');
    expect(alive()).toEqual(before);
    expect(await statuses()).toEqual([401]);
  });

  it('one in the place of one that has ended waits without the port', async () => {
    const [ended] = alive();
    sendSignal(ended, 'SIGKILL');
    await expect.poll(() => waiting().length, SOON).toBe(1);
    expect(await statuses()).toEqual([401]);
    expect(product.output()).not.toContain(WAITS);
  });

  it('takes the port when the last of the others has ended, and says so once', async () => {
    const [first] = waiting();
    for (const one of alive()) sendSignal(one, 'SIGKILL');
    const answerers = new Set<number>();
    const untilBothAnswer = async () => {
      const met = await fetch(`${product.base}/api/v1/members`, { headers: ALONE }).catch(
        () => null,
      );
      if (met) {
        expect([met.status, met.headers.get('retry-after')]).toEqual([503, '5']);
        answerers.add(await whoAnswered(product, String(met.headers.get('x-request-id'))));
      }
      return [...answerers];
    };
    await expect.poll(untilBothAnswer, SOON).toContain(first);
    // Another one was started in the place of the last, and waits likewise.
    await expect.poll(untilBothAnswer, SOON).toHaveLength(2);
    expect(product.output().split(WAITS)).toHaveLength(2);
  });

  it('serves with all when somebody has run the migrations', async () => {
    await studio.sql('INSERT INTO coach_schema_migration VALUES (?, ?, ?)', Object.values(last));
    await expect.poll(alive, SOON).toHaveLength(2);
    await expect.poll(() => statusAt(product.base, '/health/ready'), SOON).toBe(200);
    await expect.poll(statuses, SOON).toEqual([401]);
  });
}

function onAServer(): void {
  describe.each([1, 2])('where %i should serve', onTheReleaseBefore);
  describe('where others serve', whereOthersServe);

  it('ends in order while it waits', async () => {
    const studio = await openStudio();
    await takeLast(studio);
    const PORT = String(await freePort());
    let launched: Launched | undefined;
    const env = { ...severalProcesses(studio, 1), PORT };
    const product = startProduct(env, { onLaunched: (early) => (launched = early) });
    await expect.poll(() => launched?.output(), SOON).toContain(WAITS);
    launched?.signal('SIGTERM');
    await expect(product).rejects.toThrow('"code":0');
    await studio.close();
  });
}

describe('a process on the tables of the release before', onAServer);
