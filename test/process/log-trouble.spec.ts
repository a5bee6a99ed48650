import { truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isServerDatabase } from '../support/database.js';
import { isAlive, logOf } from '../support/pinned.js';
import {
  endProduct,
  ensureBuilt,
  type Product,
  startProduct,
  type Surroundings,
} from '../support/process.js';
import { severalProcesses } from '../support/shared-stage.js';
import { canMount, mountSmallDisk } from '../support/small-disk.js';
import { openStudio, type Studio } from '../support/studio.js';

/** More than the embedded database needs. */
const LARGEST_FILE_KIB = 8 * 1024;
/** As many lines do not fit into a pipe, and not into what the disks have left either. */
const REQUESTS = 300;
const ANSWERS_WITHIN_MS = 2_000;
const STOPS_WITHIN_MS = 8_000;

/** What the log holds whole, though a line may have been cut where the disk was full. */
const wholeLines = (product: Product) =>
  product
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{"level"') && line.endsWith('}'));
const droppedIn = (product: Product) =>
  logOf(product).reduce((sum, { dropped }) => sum + Number(dropped ?? 0), 0);

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
      const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
      const { status } = await fetch(`${base}/health/${n % 2 ? 'live' : 'ready'}`, { signal });
      expect(status).toBe(200);
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
      const before = wholeLines(running).length;
      expect(droppedIn(running)).toBe(0);

      disk.free();
      await expectAnswers(running, 8);
      expect(wholeLines(running).length).toBeGreaterThan(before);
      // Two lines a request, of which the last may still be on its way.
      const kept = () => wholeLines(running).filter((line) => line.includes('"reqId"')).length;
      await expect.poll(() => kept() + droppedIn(running)).toBe(2 * (REQUESTS + 8));
      expect(droppedIn(running)).toBeGreaterThan(REQUESTS);

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
    writeFileSync(logFile, '\n'.repeat(LARGEST_FILE_KIB * 1024 - 8_000));
    const running = await start({ logFile, largestFileKiB: LARGEST_FILE_KIB });
    await expectAnswers(running);
    expect(droppedIn(running)).toBe(0);
    truncateSync(logFile);
    await expectAnswers(running, 8);
    expect(droppedIn(running)).toBeGreaterThan(REQUESTS);
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
    const read = wholeLines(running).length;
    running.stdout?.resume();
    const requested = () => wholeLines(running).filter((line) => line.includes('"reqId"')).length;
    await expect.poll(requested).toBe(2 * REQUESTS);
    expect(wholeLines(running).length).toBeGreaterThan(read);
    expect(droppedIn(running)).toBe(0);
    running.stdout?.pause();
    await expectAnswers(running);
    await expectStop(running);
  });
});
