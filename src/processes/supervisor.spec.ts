import cluster from 'node:cluster';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sendSignal } from '../../test/support/signals.js';
import type { ProcessLog } from './process-log.js';
import { Supervisor } from './supervisor.js';

const SOON = { timeout: 30_000, interval: 10 };
const STOP_WITHIN_MS = 500;
const WOULD_WAIT = 'the new process would wait';
const GOES_ON = 'the new process did not start: those that serve go on';
const SERVES = 'a process serves';
const ENDED = 'a process has ended: another one starts';
const RESTARTED = 'all processes were started anew';

interface Line {
  readonly msg: string;
  readonly [more: string]: unknown;
}

/** From now on new processes do this, for so long where the way wants to know. */
function newOnes(way: string, afterMs = 0): void {
  const exec = resolve('test/support/odd-worker.mjs');
  cluster.setupPrimary({ exec, args: [way, String(afterMs)], execArgv: [] });
}

/** A primary whose processes open nothing; its log and how it ended. */
function primary(processes: number, fork = () => cluster.fork()) {
  const lines: Line[] = [];
  const write: ProcessLog['write'] = (_, msg, fields) => lines.push({ ...fields, msg });
  const port = { watch: () => undefined, close: async () => Promise.resolve() };
  let ended: number | undefined;
  const waitsFor: string[] = [];
  const supervisor = new Supervisor({
    ...{ processes, stopWithinMs: STOP_WITHIN_MS },
    ...{ log: { write } as ProcessLog, port, fork },
    onServing: () => undefined,
    onWaiting: (reason) => waitsFor.push(reason),
    onEnd: (code) => (ended = code),
  });
  const said = (msg: string) => lines.filter((line) => line.msg === msg);
  const pidsOf = (msg: string) => said(msg).map(({ process: pid }) => Number(pid));
  const stop = async () => {
    supervisor.stop('SIGTERM', 0);
    await expect.poll(() => ended, SOON).toBeDefined();
    return ended;
  };
  return { supervisor, waitsFor, said, pidsOf, stop };
}

describe('the primary', () => {
  const { argv, execArgv } = process;
  afterAll(() => cluster.setupPrimary({ exec: argv[1], args: argv.slice(2), execArgv }));

  it('does not take a refused one for one that serves, though it says so', async () => {
    newOnes('serves');
    const { supervisor, waitsFor, said, pidsOf, stop } = primary(2);
    await supervisor.start();
    await expect.poll(() => pidsOf(SERVES), SOON).toHaveLength(2);
    const before = pidsOf(SERVES);
    newOnes('waits, and serves when told to end', 100);
    await supervisor.restart();
    expect(said(WOULD_WAIT)).toHaveLength(1);
    expect(said(GOES_ON)).toHaveLength(1);
    expect(pidsOf(SERVES)).toEqual(before);
    expect(pidsOf('a process has stopped')).toEqual([]);
    expect(waitsFor).toEqual([]);
    expect(await stop()).toBe(0);
    expect(pidsOf('a process has stopped').toSorted()).toEqual(before.toSorted());
  });

  it('kills a refused one that does not end', async () => {
    newOnes('serves');
    const { supervisor, said, stop } = primary(1);
    await supervisor.start();
    newOnes('waits, and never ends');
    await supervisor.restart();
    expect(said(GOES_ON)).toMatchObject([{ code: null, signal: 'SIGKILL' }]);
    expect(await stop()).toBe(0);
  });

  it('starts all that end of one thing again as soon as one', async () => {
    newOnes('serves');
    const { supervisor, said, pidsOf, stop } = primary(4);
    await supervisor.start();
    await expect.poll(() => pidsOf(SERVES), SOON).toHaveLength(4);
    for (const pid of pidsOf(SERVES)) sendSignal(pid, 'SIGKILL');
    await expect.poll(() => pidsOf(SERVES), SOON).toHaveLength(8);
    expect(said(ENDED).map(({ pauseMs }) => pauseMs)).toEqual([200, 200, 200, 200]);
    expect(await stop()).toBe(0);
  });

  it('waits longer each time in one place, and not for that in another', async () => {
    newOnes('serves');
    const { supervisor, said, pidsOf, stop } = primary(2);
    await supervisor.start();
    await expect.poll(() => pidsOf(SERVES), SOON).toHaveLength(2);
    const [other, first] = pidsOf(SERVES);
    let unlucky = first;
    for (let n = 3; n < 6; n += 1) {
      sendSignal(unlucky, 'SIGKILL');
      await expect.poll(() => pidsOf(SERVES), SOON).toHaveLength(n);
      unlucky = pidsOf(SERVES).at(-1);
    }
    sendSignal(other, 'SIGKILL');
    await expect.poll(() => pidsOf(SERVES), SOON).toHaveLength(6);
    expect(said(ENDED).map(({ pauseMs }) => pauseMs)).toEqual([200, 400, 800, 200]);
    expect(await stop()).toBe(0);
  });

  it('outlives a machine without room for another process, and tries again', async () => {
    let throwing = 0;
    const fork = () => {
      if (throwing === 0) return cluster.fork();
      throwing -= 1;
      throw Object.assign(new Error('spawn ENOMEM'), { code: 'ENOMEM', errno: -12 });
    };
    newOnes('serves');
    const { supervisor, said, pidsOf, stop } = primary(2, fork);
    await supervisor.start();
    await expect.poll(() => pidsOf(SERVES), SOON).toHaveLength(2);
    const before = pidsOf(SERVES);
    throwing = 1;
    await supervisor.restart();
    expect(said(GOES_ON)).toMatchObject([{ process: undefined, code: null, signal: null }]);
    throwing = 2;
    sendSignal(before[0], 'SIGKILL');
    await expect.poll(() => pidsOf(SERVES), SOON).toHaveLength(3);
    expect(said(ENDED).map(({ pauseMs }) => pauseMs)).toEqual([200, 400, 800]);
    expect(await stop()).toBe(0);
  });

  it('starts one anew, too, that serves late', async () => {
    const LATE_MS = 700;
    newOnes('serves');
    // Numbers of processes begin anew at some point, so they are in no order.
    const made: (number | undefined)[] = [];
    const fork = () => {
      const worker = cluster.fork();
      made.push(worker.process.pid);
      return worker;
    };
    const { supervisor, said, pidsOf, stop } = primary(2, fork);
    const started = supervisor.start();
    // The first has been made; the next one takes its time.
    newOnes('serves', LATE_MS);
    await started;
    await supervisor.restart();
    expect(said(RESTARTED)).toHaveLength(1);
    expect(made).toHaveLength(4);
    const stopped = pidsOf('a process has stopped');
    expect(new Set(stopped)).toEqual(new Set(made.slice(0, 2)));
    expect(await stop()).toBe(0);
  });
});
