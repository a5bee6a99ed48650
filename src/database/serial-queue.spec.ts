import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SerialQueue } from './serial-queue.js';

const LOCKED = new Error('locked');
const LOCKING = { isLocked: (error: unknown) => error === LOCKED };

function givenQueue({ most = 100, waitMs = 60_000 } = {}) {
  const queue = new SerialQueue({ most, waitMs });
  const done: string[] = [];
  const note = (name: string) => async () => Promise.resolve(done.push(name));
  return { queue, done, note };
}

/** A lock of somebody outside, and tasks that need it to be gone. */
function givenLock() {
  const lock = { isHeld: true, tries: 0 };
  const needing = <T>(task: () => T) => {
    return async (): Promise<T> => {
      lock.tries += 1;
      return lock.isHeld ? Promise.reject(LOCKED) : Promise.resolve(task());
    };
  };
  return { lock, needing };
}

describe('tasks', () => {
  it('run one at a time, in the order in which they came', async () => {
    const { queue, done, note } = givenQueue();
    const slow = async () => {
      await sleep(5);
      return note('slow')();
    };
    await Promise.all([queue.run(slow), queue.run(note('b')), queue.run(note('c'))]);
    expect(done).toEqual(['slow', 'b', 'c']);
  });

  it('leave a turn of the event loop to others between any two of them', async () => {
    const { queue, done } = givenQueue();
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const note = async () => Promise.resolve(done.push(String(turns)));
    await Promise.all(Array.from({ length: 5 }, () => queue.run(note)));
    // Those that come one by one in one turn, too.
    for (let n = 0; n < 5; n += 1) await queue.run(note);
    isOver = true;
    expect(new Set(done).size).toBe(10);
  });

  it('go on behind one that failed', async () => {
    const { queue, done, note } = givenQueue();
    const failing = queue.run(() => Promise.reject(new Error('broken')));
    const next = queue.run(note('next'));
    await expect(failing).rejects.toThrow('broken');
    await next;
    expect(done).toEqual(['next']);
  });

  it('are refused when too many wait, but for one that comes first', async () => {
    const { queue, done, note } = givenQueue({ most: 1 });
    const slow = queue.run(() => sleep(20));
    const waiting = queue.run(note('waiting'));
    await expect(queue.run(note('one too many'))).rejects.toMatchObject({
      code: 'unavailable',
      extras: { retryAfter: 2 },
    });
    const first = queue.run(note('first'), { isFirst: true });
    await Promise.all([slow, waiting, first]);
    expect(done).toEqual(['first', 'waiting']);
  });

  it('are refused when they have waited too long, and not run', async () => {
    const { queue, done, note } = givenQueue({ waitMs: 10 });
    const slow = queue.run(() => sleep(40));
    const late = [queue.run(note('a')), queue.run(note('b'))];
    const results = await Promise.allSettled([slow, ...late]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await queue.run(note('later'));
    expect(done).toEqual(['later']);
  });
});

describe('a lock of somebody outside', () => {
  it('is waited for without a word, and others who write keep their order', async () => {
    const { queue, done } = givenQueue();
    const { lock, needing } = givenLock();
    const wish = { ...LOCKING, writes: true };
    const writing = ['a', 'b', 'c'].map((name) =>
      queue.run(
        needing(() => done.push(name)),
        wish,
      ),
    );
    await sleep(60);
    expect(done).toEqual([]);
    lock.isHeld = false;
    await Promise.all(writing);
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('costs one look now and then, however many wait', async () => {
    const { queue } = givenQueue({ waitMs: 400 });
    const { lock, needing } = givenLock();
    const wish = { ...LOCKING, writes: true };
    const all = Array.from({ length: 50 }, () => queue.run(needing(Date.now), wish));
    const results = await Promise.allSettled(all);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(50);
    // 5, 10, 20, 40, then each 50 ms.
    expect(lock.tries).toBeLessThan(20);
  });

  it('is nothing to those who read, unless it is to them too', async () => {
    const { queue, done, note } = givenQueue();
    const { lock, needing } = givenLock();
    const writing = queue.run(
      needing(() => done.push('written')),
      { ...LOCKING, writes: true },
    );
    await queue.run(note('read'), LOCKING);
    expect(done).toEqual(['read']);
    const reading = queue.run(
      needing(() => done.push('read at last')),
      LOCKING,
    );
    await sleep(20);
    lock.isHeld = false;
    await Promise.all([reading, writing]);
    expect(done).toHaveLength(3);
  });

  it('is not waited for without end; the answer says what it was', async () => {
    const { queue } = givenQueue({ waitMs: 30 });
    const { needing } = givenLock();
    const wish = { ...LOCKING, writes: true };
    const [head, behind] = await Promise.allSettled([
      queue.run(needing(Date.now), wish),
      queue.run(needing(Date.now), wish),
    ]);
    const reason = { code: 'unavailable', cause: LOCKED, extras: { retryAfter: 2 } };
    expect(head).toMatchObject({ status: 'rejected', reason });
    expect(behind).toMatchObject({ status: 'rejected', reason });
  });

  it('is told at once from a failure of the task', async () => {
    const { queue } = givenQueue();
    const other = new Error('something else');
    const failing = queue.run(() => Promise.reject(other), { ...LOCKING, writes: true });
    await expect(failing).rejects.toBe(other);
  });
});

describe('a queue that is closed', () => {
  it('ends what is under way, and begins nothing that waits or comes', async () => {
    const queue = new SerialQueue({ most: 10, waitMs: 60_000 });
    const done: string[] = [];
    let end: () => void = () => undefined;
    const first = queue.run(async () => {
      await new Promise<void>((resolve) => (end = resolve));
      done.push('first');
    });
    const second = queue.run(async () => Promise.resolve(done.push('second')));
    await new Promise(setImmediate);
    const closed = queue.close().then(() => done.push('closed'));
    const third = queue.run(async () => Promise.resolve(done.push('third')));
    const others = Promise.allSettled([second, third]);
    end();
    await Promise.all([first, closed]);
    expect((await others).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(done).toEqual(['first', 'closed']);
  });
});
