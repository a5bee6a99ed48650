import { describe, expect, it } from 'vitest';
import { Meter } from '../common/meter.js';
import { HashLane } from './hash-lane.service.js';

/** A client that stays until it is told to go. */
class Client {
  private readonly left = new Set<() => void>();

  readonly onLeaving = (leave: () => void) => {
    this.left.add(leave);
    return () => void this.left.delete(leave);
  };

  leave(): void {
    for (const leave of this.left) leave();
  }

  get isWatched(): boolean {
    return this.left.size > 0;
  }
}

/** Checks that go on until they are ended, in the order in which they began. */
class Checks {
  readonly lane = new HashLane(new Meter());
  readonly begun: string[] = [];
  private readonly ends: (() => void)[] = [];

  ask(name: string, client = new Client()): Promise<string> {
    const check = async () => {
      this.begun.push(name);
      await new Promise<void>((resolve) => this.ends.push(resolve));
      return name;
    };
    const asked = this.lane.run(check, client.onLeaving);
    asked.catch(() => undefined);
    return asked;
  }

  async endOne(): Promise<void> {
    this.ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const names = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => `check ${from + n}`);

describe('the lane of password checks', () => {
  it('runs two at once, and the others in their order', async () => {
    const checks = new Checks();
    const asked = names(1, 10).map((name) => checks.ask(name));
    expect(checks.begun).toEqual(names(1, 2));
    for (let ended = 1; ended <= 8; ended += 1) {
      await checks.endOne();
      expect(checks.begun).toEqual(names(1, ended + 2));
    }
    await checks.endOne();
    await checks.endOne();
    expect(await Promise.all(asked)).toEqual(names(1, 10));
  });

  it('refuses who would be the ninth to wait, and says when to come again', async () => {
    const checks = new Checks();
    for (const name of names(1, 10)) void checks.ask(name);
    const busy = { code: 'sign_in_busy', status: 503 };
    const pauses = new Set<number | undefined>();
    for (const name of names(11, 13)) {
      const refusal = await checks.ask(name).catch((error: unknown) => error);
      expect(refusal).toMatchObject(busy);
      pauses.add((refusal as { extras: { retryAfter?: number } }).extras.retryAfter);
    }
    expect(pauses).toEqual(new Set([1, 2, 3]));
    await checks.endOne();
    void checks.ask('later');
    for (let n = 0; n < 9; n += 1) await checks.endOne();
    expect(checks.begun).toEqual([...names(1, 10), 'later']);
  });

  it('gives the place of who leaves while waiting to the next', async () => {
    const checks = new Checks();
    const client = new Client();
    for (const name of names(1, 2)) void checks.ask(name);
    const left = checks.ask('left', client);
    for (const name of names(3, 9)) void checks.ask(name);
    client.leave();
    await expect(left).rejects.toMatchObject({ code: 'sign_in_busy' });
    void checks.ask('in its place');
    for (let n = 0; n < 10; n += 1) await checks.endOne();
    expect(checks.begun).toEqual([...names(1, 9), 'in its place']);
  });

  it('watches nobody any more whose check has begun', async () => {
    const checks = new Checks();
    const client = new Client();
    for (const name of names(1, 2)) void checks.ask(name);
    const asked = checks.ask('third', client);
    expect(client.isWatched).toBe(true);
    await checks.endOne();
    expect(client.isWatched).toBe(false);
    await checks.endOne();
    await checks.endOne();
    expect(await asked).toBe('third');
  });

  it('goes on after a check that failed', async () => {
    const { lane } = new Checks();
    const { onLeaving } = new Client();
    const fail = () => Promise.reject(new Error('no'));
    for (let n = 0; n < 5; n += 1) await expect(lane.run(fail, onLeaving)).rejects.toThrow('no');
    expect(await lane.run(() => Promise.resolve('yes'), onLeaving)).toBe('yes');
  });
});
