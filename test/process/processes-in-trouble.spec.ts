import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/mariadb-server.js';
import { logOf, workersOf } from '../support/pinned.js';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';
import { severalProcesses, startSeveral } from '../support/shared-stage.js';
import { isAlive, sendSignal } from '../support/signals.js';
import { openStudio, type Studio } from '../support/studio.js';

const run = promisify(execFile);
const WHEN_REPLACED = { timeout: 60_000 };
const GOES_ON = 'the new process did not start: those that serve go on';

/** One after another, for a start takes its time: each leaves two that serve. */
function inTrouble(): void {
  let studio: Studio;
  let product: Product;
  let program: string;

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio();
    program = join(await mkdtemp(join(tmpdir(), 'coach-trouble-')), 'node');
    await copyFile(process.execPath, program);
    product = await startProduct(severalProcesses(studio), { program });
  });
  afterAll(async () => {
    await endProduct(product);
    await studio.close();
    await rm(dirname(program), { recursive: true, force: true });
  });

  const alive = (running = product) => workersOf(running).filter(isAlive);
  const said = () => logOf(product).map(({ msg }) => msg);

  async function untilServing(count: number, running = product): Promise<number[]> {
    await expect.poll(() => alive(running), WHEN_REPLACED).toHaveLength(count);
    return alive(running);
  }

  /** The process that was started just now. */
  async function newcomer(others: readonly number[]): Promise<number | undefined> {
    const { pid } = product;
    const find = async () => {
      const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
      return text
        .split(' ')
        .filter(Boolean)
        .map(Number)
        .find((one) => !others.includes(one));
    };
    await expect.poll(find, { ...WHEN_REPLACED, interval: 5 }).toBeDefined();
    return find();
  }

  it('SIGHUP starts one anew, too, that was just starting', async () => {
    const [killed = 0, kept = 0] = workersOf(product);
    sendSignal(killed, 'SIGKILL');
    const early = await newcomer([killed, kept]);
    expect(workersOf(product)).not.toContain(early);
    product.signal('SIGHUP');
    await expect.poll(said, WHEN_REPLACED).toContain('all processes were started anew');
    const after = await untilServing(2);
    expect(after).not.toContain(kept);
    expect(after).not.toContain(early);
  });

  it('a new one that is killed while it starts is named with its signal', async () => {
    const before = await untilServing(2);
    product.signal('SIGHUP');
    sendSignal(await newcomer(before), 'SIGKILL');
    const line = () => logOf(product).find(({ msg }) => msg === GOES_ON);
    await expect.poll(line, WHEN_REPLACED).toMatchObject({ code: null, signal: 'SIGKILL' });
    expect(alive()).toEqual(before);
  });

  it('no room for another process leaves the others, and is tried again', async () => {
    const [killed = 0, kept = 0] = await untilServing(2);
    const openFiles = (limit: string) =>
      run('prlimit', ['--pid', String(product.pid), `--nofile=${limit}:`]);
    await openFiles('16');
    sendSignal(killed, 'SIGKILL');
    const failed = () =>
      logOf(product).filter(({ msg, process: pid, signal }) => {
        return msg === 'a process has ended: another one starts' && !pid && !signal;
      });
    await expect.poll(() => failed().length, WHEN_REPLACED).toBeGreaterThan(0);
    expect(alive()).toEqual([kept]);
    await openFiles('1024');
    await untilServing(2);
    expect((await fetch(`${product.base}/health/ready`)).status).toBe(200);
  });

  it('a program that cannot be started any more leaves those that serve', async () => {
    const before = await untilServing(2);
    await writeFile(`${program}.new`, 'no program');
    await chmod(`${program}.new`, 0o755);
    await rename(`${program}.new`, program);
    const times = said().filter((msg) => msg === GOES_ON).length;
    product.signal('SIGHUP');
    const again = () => said().filter((msg) => msg === GOES_ON).length;
    await expect.poll(again, WHEN_REPLACED).toBe(times + 1);
    expect(alive()).toEqual(before);
    expect((await fetch(`${product.base}/health/ready`)).status).toBe(200);
  });

  it('SIGQUIT ends all in order', async () => {
    const workers = await untilServing(2);
    product.signal('SIGQUIT');
    expect(await product.ended).toMatchObject({ code: 0, signal: null });
    expect(workers.filter(isAlive)).toEqual([]);
  });

  it('all that end of one thing are one failure, however many they are', async () => {
    const more = { PROCESSES: '5', PORT: String(await freePort()) };
    const running = await startSeveral(studio, more);
    try {
      const before = await untilServing(5, running);
      for (const pid of before) sendSignal(pid, 'SIGKILL');
      const after = await untilServing(5, running);
      expect(after.filter((pid) => before.includes(pid))).toEqual([]);
      expect((await fetch(`${running.base}/health/ready`)).status).toBe(200);
    } finally {
      await endProduct(running);
    }
  });
}

describe('several processes in trouble', inTrouble);
