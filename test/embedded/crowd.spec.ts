import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer } from '../support/api.js';
import {
  askingDuring,
  type Embedded,
  lookingDuring,
  type Look,
  percentile,
  startEmbedded,
} from '../support/embedded.js';
import { endProduct, ensureBuilt } from '../support/process.js';
import { RepeatingClient } from '../support/repeating-client.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { openDatabase } from '../support/sql.js';

/*
 * Many at once on the embedded database, which works in the one thread of the process: whoever
 * comes by a new connection is answered all the same.
 */

const CROWDS = size({ ci: 0, full: 1 }) === 1 ? [1, 16, 64, 500] : [1, 64];
const WORK_MS = size({ ci: 2_000, full: 15_000 });
const LOCKED_MS = size({ ci: 7_000, full: 20_000 });
/** What is promised of 99 in 100. */
const LIVE_WITHIN_MS = size({ ci: 0, full: 250 });
/** On a machine that runs other tests, too: half of them, or sooner than the crowd itself. */
const LIVE_BESIDE_OTHERS_MS = 400;
const WAIT_AT_MOST_MS = 8_000;
/** Of each kind so many are let in whatever happens; of more, some are refused at once. */
const ALWAYS_SERVED = 64;

let embedded: Embedded;

beforeAll(async () => {
  await ensureBuilt();
  embedded = await startEmbedded();
});
afterAll(async () => {
  await endProduct(embedded.product);
});

/** Half of them write and half of them read, one request after another. */
async function crowd(count: number, forMs: number): Promise<Timed[]> {
  const { api, tom } = embedded;
  const until = performance.now() + forMs;
  const all: Timed[] = [];
  const one = async (index: number) => {
    const client = new RepeatingClient(`c${index}-${until}`, tom);
    for (let n = 0; performance.now() < until; n += 1) {
      const since = performance.now();
      const isWrite = index % 2 === 0;
      const asked = isWrite ? client.send(api, { key: `${index}-${until}-${n}` }) : api.member(tom);
      const answer = await asked;
      all.push({ isWrite, answer, tookMs: performance.now() - since });
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => one(index)));
  return all;
}

interface Timed {
  readonly isWrite: boolean;
  readonly answer: Answer;
  readonly tookMs: number;
}

/** Those of a crowd of this size that are all right: the rest of a large one comes later. */
function expectServed(count: number, all: readonly Timed[]): void {
  const refused = all.filter(({ answer }) => answer.status === 503);
  if (count <= ALWAYS_SERVED) expect(refused).toEqual([]);
  for (const { answer } of refused)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  const others = all.filter((one) => !refused.includes(one));
  expect(statuses(others)).toEqual([200]);
}

const statuses = (all: readonly Timed[]) => [...new Set(all.map(({ answer }) => answer.status))];

it.each(CROWDS)(
  '%i at once are served, and whoever comes anew is answered',
  async (count) => {
    const { api } = embedded;
    const live = lookingDuring(api, crowd(count, WORK_MS));
    const ready = askingDuring(() => api.get('/health/ready'), live);
    const { looks, result } = await live;
    const readiness = await ready;

    expectServed(count, result);
    expect(new Set(looks.map(({ status }) => status))).toEqual(new Set([200]));
    expectInTime(looks, result);
    expect(new Set(readiness.answers.map(({ status }) => status))).toEqual(new Set([200]));
    tell(`${count} at once`, looks, result);
  },
  SIZED_TIMEOUT_MS,
);

it.each(CROWDS)(
  'while another program keeps the file to itself, with %i at once only changes wait',
  async (count) => {
    const { api, url } = embedded;
    const other = await openDatabase(url);
    await other.sql('BEGIN EXCLUSIVE');
    const unlocked = sleep(LOCKED_MS).then(() => other.sql('ROLLBACK'));
    const live = lookingDuring(api, crowd(count, LOCKED_MS - 200));
    const ready = askingDuring(() => api.get('/health/ready'), live);
    const { looks, result } = await live;
    const readiness = await ready;
    await unlocked;
    await other.close();

    expect(new Set(looks.map(({ status }) => status))).toEqual(new Set([200]));
    // The crowd itself waits here, so it is no measure.
    expectInTime(looks, []);
    expect(readiness.answers.some(({ status }) => status === 503)).toBe(true);
    const writes = result.filter(({ isWrite }) => isWrite);
    const refused = writes.filter(({ answer }) => answer.status === 503);
    expect(refused.length).toBeGreaterThan(0);
    for (const { answer, tookMs } of refused) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(tookMs).toBeLessThan(WAIT_AT_MOST_MS);
    }
    const reads = result.filter(({ isWrite }) => !isWrite);
    if (count > 1) expectServed(count, reads);
    expect(statuses(await crowd(2, 100))).toEqual([200]);
    await expect.poll(async () => (await api.get('/health/ready')).status).toBe(200);
    tell(`${count} at once, the file locked`, looks, result);
  },
  SIZED_TIMEOUT_MS,
);

function expectInTime(looks: readonly Look[], all: readonly Timed[]): void {
  const live = timesOf(looks);
  if (LIVE_WITHIN_MS > 0) {
    expect(percentile(live, 99)).toBeLessThan(LIVE_WITHIN_MS);
    return;
  }
  const ofCrowd = percentile(timesOf(all), 50);
  expect(percentile(live, 50)).toBeLessThan(Math.max(LIVE_BESIDE_OTHERS_MS, ofCrowd));
}

const timesOf = (all: readonly { tookMs: number }[]) => all.map(({ tookMs }) => tookMs);

function tell(what: string, looks: readonly Look[], all: readonly Timed[]): void {
  const figure = (values: readonly number[], percent: number) =>
    Math.round(percentile(values, percent));
  const live = timesOf(looks);
  const took = timesOf(all);
  const figures = (values: readonly number[]) =>
    `p50 ${figure(values, 50)}, p99 ${figure(values, 99)}, worst ${figure(values, 100)} ms`;
  process.stdout.write(
    `${what}: live ${figures(live)} of ${live.length};` +
      ` ${all.length} requests, ${figures(took)}\n`,
  );
}
