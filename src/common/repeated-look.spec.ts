import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { everyThreeSeconds, RepeatedLook } from './repeated-look.js';

/** One whose turn comes, and whose looks end, when the test says so. */
function aLook() {
  const open: { answer: () => void; fail: () => void }[] = [];
  const lines: string[] = [];
  const due: (() => void)[] = [];
  const look = async () =>
    new Promise<void>((resolve, reject) => {
      open.push({ answer: resolve, fail: () => reject(new Error('away')) });
    });
  const logger = {
    log: (line: string) => void lines.push(line),
    warn: ({ msg, err }: { msg: string; err: Error }) => void lines.push(`${msg}: ${err.message}`),
  };
  const repeated = new RepeatedLook(look, logger, 'the rows', (call) => {
    due.push(call);
    return () => void due.pop();
  });
  return { repeated, open, lines, due };
}

describe('a repeated look', () => {
  it('is there at once, and each time that it is due', async () => {
    const { repeated, open, due } = aLook();
    const begun = repeated.begin();
    for (const looks of [1, 2, 3]) {
      expect(open).toHaveLength(looks);
      open.at(-1)?.answer();
      await begun;
      await turn();
      due[0]?.();
    }
  });

  it('that takes long is waited for: there is one at a time', async () => {
    const { repeated, open, due } = aLook();
    const all = [repeated.begin(), repeated.begin()];
    expect(due).toHaveLength(1);
    due[0]?.();
    expect(open).toHaveLength(1);
    open[0]?.answer();
    await Promise.all(all);
    due[0]?.();
    expect(open).toHaveLength(2);
  });

  it('says once that it fails, and once that it works again', async () => {
    const { repeated, open, lines, due } = aLook();
    const begun = repeated.begin();
    open[0]?.fail();
    await begun;
    for (const step of ['fail', 'answer', 'answer', 'fail'] as const) {
      await turn();
      due[0]?.();
      open.at(-1)?.[step]();
    }
    await turn();
    const broken = 'the rows cannot be looked at: away';
    expect(lines).toEqual([broken, 'the rows can be looked at again', broken]);
  });

  it('is not due any more after its end', () => {
    const { repeated, due } = aLook();
    repeated.end();
    void repeated.begin();
    expect(due).toHaveLength(1);
    repeated.end();
    expect(due).toEqual([]);
  });

  it('keeps no process from ending', () => {
    const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
    const before = timers();
    const stop = everyThreeSeconds(() => undefined);
    expect(timers()).toBe(before);
    stop();
  });
});
