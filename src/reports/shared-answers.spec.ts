import { describe, expect, it } from 'vitest';
import { Problem } from '../common/problem.js';
import { SharedAnswers } from './shared-answers.js';

/** A question whose answers come when the test says so; each is the number of its work. */
function question() {
  const open: { answer: () => void; fail: (error: Error) => void }[] = [];
  const work = async () =>
    new Promise<number>((resolve, reject) => {
      const n = open.length + 1;
      open.push({ answer: () => resolve(n), fail: reject });
    });
  return { work, open };
}

const turn = async () => new Promise((resolve) => setImmediate(resolve));

describe('shared answers', () => {
  it('are begun after those who get them have asked', async () => {
    const answers = new SharedAnswers<number>();
    const { work, open } = question();
    const first = answers.of('a', work);
    const during = [answers.of('a', work), answers.of('a', work)];
    await turn();
    expect(open).toHaveLength(1);
    open[0]?.answer();
    expect(await first).toBe(1);
    await turn();
    const later = answers.of('a', work);
    expect(open).toHaveLength(2);
    open[1]?.answer();
    expect(await Promise.all(during)).toEqual([2, 2]);
    await turn();
    open[2]?.answer();
    expect(await later).toBe(3);
  });

  it('are one at a time, however fast people ask', async () => {
    const answers = new SharedAnswers<number>();
    let [running, most, works] = [0, 0, 0];
    let isBegunAt = 0;
    const work = async () => {
      works += 1;
      running += 1;
      most = Math.max(most, running);
      isBegunAt = performance.now();
      const mine = isBegunAt;
      for (let n = 0; n < works % 4; n += 1) await turn();
      running -= 1;
      return mine;
    };
    const ask = async (n: number) => {
      for (let i = 0; i < n % 7; i += 1) await turn();
      const askedAt = performance.now();
      expect(await answers.of('a', work)).toBeGreaterThanOrEqual(askedAt);
    };
    await Promise.all(Array.from({ length: 300 }, (_, n) => ask(n)));
    expect(most).toBe(1);
    expect(works).toBeLessThan(30);
  });

  it('are of one question each', async () => {
    const answers = new SharedAnswers<number>();
    const [one, other] = [question(), question()];
    const asked = [answers.of('a', one.work), answers.of('b', other.work)];
    expect([one.open.length, other.open.length]).toEqual([1, 1]);
    one.open[0]?.answer();
    other.open[0]?.answer();
    expect(await Promise.all(asked)).toEqual([1, 1]);
  });

  it('follow one that failed, and fail for all who share them', async () => {
    const answers = new SharedAnswers<number>();
    const { work, open } = question();
    const first = answers.of('a', work);
    const during = [answers.of('a', work), answers.of('a', work)];
    open[0]?.fail(new Error('the first'));
    await expect(first).rejects.toThrow('the first');
    await turn();
    const third = answers.of('a', work);
    open[1]?.fail(new Error('the second'));
    for (const one of during) await expect(one).rejects.toThrow('the second');
    await turn();
    open[2]?.answer();
    expect(await third).toBe(3);
    const fourth = answers.of('a', work);
    expect(open).toHaveLength(4);
    open[3]?.answer();
    expect(await fourth).toBe(4);
  });

  it('are not waited for without end', async () => {
    const answers = new SharedAnswers<number>(20);
    const { work, open } = question();
    const first = answers.of('a', work);
    const late = await answers.of('a', work).catch((error: unknown) => error);
    expect(late).toBeInstanceOf(Problem);
    expect(late).toMatchObject({ code: 'unavailable', extras: { retryAfter: 5 } });
    open[0]?.answer();
    expect(await first).toBe(1);
    await turn();
    open[1]?.fail(new Error('nobody waits for it'));
    await turn();
    const next = answers.of('a', work);
    open[2]?.answer();
    expect(await next).toBe(3);
  });
});
