import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../config/environment.js';
import { Meter } from '../common/meter.js';
import { Problem } from '../common/problem.js';
import { ReportLine } from './report-line.js';

/** Long beside the turns of a busy machine, and below the longest rest. */
const SLOW_MS = 300;
const LIMITS = { of: 'reports', most: 2, mostWaiting: 3, waitMs: 5_000 } as const;

/** A report that ends when it is told to. */
function report<T = void>() {
  let [end, fail] = [(_: T): void => undefined, (_: Error): void => undefined];
  const ended = new Promise<T>((resolve, reject) => ([end, fail] = [resolve, reject]));
  const run = { hasBegun: false };
  const work = async () => {
    run.hasBegun = true;
    return ended;
  };
  return { run, work, end: (result: T) => end(result), fail: (error: Error) => fail(error) };
}

const turn = async () => new Promise((resolve) => setImmediate(resolve));

describe('the line of reports', () => {
  it('lets so many run, and the others in their order when one has ended', async () => {
    const line = new ReportLine(LIMITS);
    const reports = Array.from({ length: 5 }, () => report());
    const done = reports.map(({ work }) => line.run(work));
    const begun = async () => {
      await turn();
      return reports.map(({ run }) => run.hasBegun);
    };
    expect(await begun()).toEqual([true, true, false, false, false]);
    reports[1]?.end();
    expect(await begun()).toEqual([true, true, true, false, false]);
    reports[0]?.fail(new Error('a defect'));
    await expect(done[0]).rejects.toThrow('a defect');
    expect(await begun()).toEqual([true, true, true, true, false]);
    for (const { end } of reports) end();
    await Promise.all(done.slice(1));
    expect(await begun()).toEqual([true, true, true, true, true]);
  });

  it('refuses who waits too long, and whoever comes when too many wait', async () => {
    let refused = 0;
    const line = new ReportLine({ ...LIMITS, waitMs: 30, noteRefusal: () => (refused += 1) });
    const [one, two, three] = [report(), report(), report()];
    const running = [one, two].map(({ work }) => line.run(work));
    const waiting = Array.from({ length: 4 }, () => line.run(three.work));
    const errors = await Promise.all(waiting.map(async (late) => late.catch((e: unknown) => e)));
    const pauses = errors.map((error) => {
      expect(error).toBeInstanceOf(Problem);
      expect(error).toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('reports'),
      });
      return (error as Problem).extras.retryAfter ?? 0;
    });
    // Within bounds, and not all at the same moment.
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(7);
    expect(new Set(pauses).size).toBe(errors.length);
    expect([refused, three.run.hasBegun]).toEqual([4, false]);
    one.end();
    two.end();
    await Promise.all(running);
    // The places are free again.
    const [four, five] = [report(), report()];
    const next = [four, five].map(({ work }) => line.run(work));
    expect([four.run.hasBegun, five.run.hasBegun]).toEqual([true, true]);
    four.end();
    five.end();
    await Promise.all(next);
  });

  it('gives nobody a place who was refused meanwhile', async () => {
    const line = new ReportLine({ ...LIMITS, most: 1, waitMs: 20 });
    const [one, two] = [report(), report()];
    const running = line.run(one.work);
    await expect(line.run(async () => Promise.resolve())).rejects.toThrow('Too many reports');
    const waiting = line.run(two.work);
    one.end();
    await running;
    await sleep(40);
    two.end();
    await waiting;
  });

  it('lets one run at a time while others are at work, and leaves them as long', async () => {
    let others = 0;
    let running = 0;
    const line = new ReportLine({ ...LIMITS, works: () => others + running });
    const begun: number[] = [];
    const slow = async () => {
      begun.push(performance.now());
      running += 1;
      await sleep(SLOW_MS);
      running -= 1;
    };
    await Promise.all([line.run(slow), line.run(slow)]);
    // At once, where nobody else is there.
    expect((begun[1] ?? 0) - (begun[0] ?? 0)).toBeLessThan(SLOW_MS);
    others = 1;
    await Promise.all([line.run(slow), line.run(slow)]);
    const [, , third = 0, fourth = 0] = begun;
    expect(fourth - third).toBeGreaterThan(2 * SLOW_MS - 50);
    // Nobody rests for nobody.
    const last = line.run(slow);
    others = 0;
    await last;
    expect(begun).toHaveLength(5);
    expect((begun[4] ?? 0) - fourth).toBeLessThan(2 * SLOW_MS - 50);
  });

  it.each([
    ['reports', 1, 1],
    ['reports', 2, 1],
    ['reports', 3, 1],
    ['reports', 4, 2],
    ['reports', 10, 2],
    ['reports', 200, 2],
    ['searches', 1, 1],
    ['searches', 4, 1],
    ['searches', 6, 1],
    ['searches', 8, 2],
    ['searches', 200, 2],
  ] as const)('of %s has, of %i connections, %i', async (of, poolSize, most) => {
    const DATABASE_URL = 'mariadb://coach:secret@127.0.0.1/coach';
    const { database } = readConfig({ DATABASE_URL, DATABASE_POOL_SIZE: String(poolSize) });
    const meter = new Meter();
    const line = ReportLine.of(of, database, meter);
    const one = report();
    const all = Array.from({ length: 12 }, () => line.run(one.work));
    const figures = () => {
      const read = meter.read();
      return [read[`coach_${of}_running`], read[`coach_${of}_waiting`]];
    };
    expect(figures()).toEqual([most, 12 - most]);
    one.end();
    await Promise.all(all);
    expect(figures()).toEqual([0, 0]);
  });

  it('of the embedded database has one', async () => {
    const meter = new Meter();
    const line = ReportLine.of('reports', readConfig({}).database, meter);
    const one = report();
    const both = [line.run(one.work), line.run(one.work)];
    expect(meter.read()).toMatchObject({ coach_reports_running: 1, coach_reports_waiting: 1 });
    one.end();
    await Promise.all(both);
  });
});
