import { truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isServerDatabase } from '../support/database.js';
import type { LogLine } from '../support/pinned.js';
import {
  endProduct,
  ensureBuilt,
  type Product,
  startProduct,
  type Surroundings,
} from '../support/process.js';
import { severalProcesses } from '../support/shared-stage.js';
import { isAlive } from '../support/signals.js';
import { canMount, mountSmallDisk } from '../support/small-disk.js';
import { openStudio, type Studio } from '../support/studio.js';

/** More than the embedded database needs. */
const LARGEST_FILE_KIB = 8 * 1024;
/** As many lines of this length fit into no pipe, and not into what the disks have left. */
const REQUESTS = 120;
const NOWHERE = `/none/${'x'.repeat(3_000)}`;
const ANSWERS_WITHIN_MS = 2_000;
const STOPS_WITHIN_MS = 8_000;

/** Lines that are whole: one may have been cut where the disk was full. */
function linesOf(product: Product): LogLine[] {
  return product
    .output()
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as LogLine];
      } catch {
        return [];
      }
    });
}

const droppedIn = (product: Product) =>
  linesOf(product).reduce((sum, { dropped }) => sum + Number(dropped ?? 0), 0);
const ofRequestsIn = (product: Product) => linesOf(product).filter(({ reqId }) => reqId).length;

/** The status of an answer, by a connection of its own. */
function ask(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, timeout: ANSWERS_WITHIN_MS }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('timeout', () => request.destroy(new Error('no answer'))).on('error', reject);
  });
}

describe('a log that cannot be written', () => {
  let studio: Studio;
  let product: Product | undefined;
  let folder: string;

  beforeAll(async () => {
    await ensureBuilt();
    folder = await mkdtemp(join(tmpdir(), 'coach-log-'));
    studio = await openStudio();
    if (!isServerDatabase()) await studio.close();
  });
  afterEach(() => endProduct(product));
  afterAll(async () => {
    await rm(folder, { recursive: true });
    if (isServerDatabase()) await studio.close();
  });

  /** Two processes where there may be several: the primary has a log of its own. */
  async function start(surroundings: Surroundings = {}): Promise<Product> {
    const count = isServerDatabase() ? 2 : 1;
    product = await startProduct(severalProcesses(studio, count), surroundings);
    return product;
  }

  async function expectAnswers({ base }: Product, count = REQUESTS): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      if (n % 10 === 0) expect(await ask(`${base}/health/ready`)).toBe(200);
      else expect(await ask(`${base}${NOWHERE}`)).toBe(404);
    }
  }

  async function expectStop(running: Product): Promise<void> {
    const startedMs = performance.now();
    running.signal('SIGTERM');
    await expect.poll(() => isAlive(running.pid), { timeout: STOPS_WITHIN_MS }).toBe(false);
    // What is not read to its end does not end.
    running.stdout?.resume();
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
    expect(performance.now() - startedMs).toBeLessThan(STOPS_WITHIN_MS);
  }

  it.skipIf(!canMount())('on a full disk loses lines, and says how many', async () => {
    const disk = mountSmallDisk(1);
    try {
      const running = await start({ logFile: join(disk.folder, 'app.log') });
      disk.fill();
      await expectAnswers(running);
      expect(droppedIn(running)).toBe(0);

      disk.free();
      await expectAnswers(running, 8);
      // One may be on its way, and one behind the part of another process's.
      const total = REQUESTS + 8;
      const uncounted = () => total - ofRequestsIn(running) - droppedIn(running);
      await expect.poll(uncounted).toBeLessThanOrEqual(2);
      expect(uncounted()).toBeGreaterThanOrEqual(0);
      expect(droppedIn(running)).toBeGreaterThan(REQUESTS / 2);

      disk.fill();
      await expectAnswers(running);
      await expectStop(running);
    } finally {
      await endProduct(product);
      disk.remove();
    }
  });

  it('beyond the largest file that is allowed is no end either', async () => {
    const logFile = join(folder, 'app.log');
    writeFileSync(logFile, `${' '.repeat(LARGEST_FILE_KIB * 1024 - 8_001)}\n`);
    const running = await start({ logFile, largestFileKiB: LARGEST_FILE_KIB });
    await expectAnswers(running);
    expect(droppedIn(running)).toBe(0);
    truncateSync(logFile);
    await expectAnswers(running, 8);
    expect(droppedIn(running)).toBeGreaterThan(REQUESTS / 2);
    truncateSync(logFile, LARGEST_FILE_KIB * 1024);
    await expectStop(running);
  });

  it('whose reader has ended', async () => {
    const running = await start();
    running.stdout?.destroy();
    await expectAnswers(running);
    await expectStop(running);
  });

  it('whose reader is slow waits for it, and the requests do not', async () => {
    const running = await start();
    running.stdout?.pause();
    await expectAnswers(running);
    const read = ofRequestsIn(running);
    expect(read).toBeLessThan(REQUESTS);
    running.stdout?.resume();
    await expect.poll(() => ofRequestsIn(running)).toBe(REQUESTS);
    expect(droppedIn(running)).toBe(0);
    running.stdout?.pause();
    await expectAnswers(running);
    await expectStop(running);
  });
});
