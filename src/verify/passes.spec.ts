import { describe, expect, it } from 'vitest';
import { Problem } from '../common/problem.js';
import type { Tx } from '../database/tx.js';
import { type Pass, Passes, type Progress } from './passes.js';

const TX = {} as Tx;

/** A database whose snapshots end early: one after so many parts, and then the next number. */
class Faulty {
  snapshots = 0;
  private partsLeft = 0;

  constructor(
    private readonly partsUntilFault: readonly number[],
    private readonly fault: () => Error,
  ) {}

  async snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    this.partsLeft = this.partsUntilFault[this.snapshots] ?? Number.POSITIVE_INFINITY;
    this.snapshots += 1;
    return work(TX);
  }

  read(): void {
    if (this.partsLeft < 1) throw this.fault();
    this.partsLeft -= 1;
  }
}

function lost(): Error {
  return new Problem('unavailable', 'The database cannot be reached at the moment.');
}

function passTo(last: number, database: Faulty) {
  const [read, taken]: number[][] = [[], []];
  const pass: Pass<{ highest: number }> = {
    name: 'numbers',
    last: () => Promise.resolve(last),
    next: (_, after) => {
      if (after === last) return Promise.resolve(undefined);
      database.read();
      read?.push(after + 1);
      return Promise.resolve({ highest: after + 1 });
    },
    take: ({ highest }) => taken?.push(highest),
  };
  return { pass, read, taken };
}

describe('a pass', () => {
  it('goes on after the last part that is done, each time the connection is lost', async () => {
    const database = new Faulty([2, 0, 1], lost);
    const { pass, read, taken } = passTo(5, database);
    const seen: Progress[] = [];
    await new Passes(database, (one) => seen.push(one), { pauseMs: 1 }).run(pass);
    expect(taken).toEqual([1, 2, 3, 4, 5]);
    expect(read).toEqual([1, 2, 3, 4, 5]);
    expect(database.snapshots).toBe(4);
    expect(seen.filter(({ isWaiting }) => isWaiting === true)).toMatchObject([
      { pass: 'numbers', at: 2 },
      { at: 2 },
      { at: 3 },
    ]);
  });

  it('gives up with the reason when the database stays away', async () => {
    const database = new Faulty(Array<number>(1_000).fill(0), lost);
    const { pass } = passTo(5, database);
    const passes = new Passes(database, () => undefined, { pauseMs: 1, giveUpAfterMs: 50 });
    await expect(passes.run(pass)).rejects.toThrow('cannot be reached');
    expect(database.snapshots).toBeGreaterThan(1);
    expect(database.snapshots).toBeLessThan(60);
  });

  it('is not tried again where the database is not the reason', async () => {
    const database = new Faulty([3], () => new Error('a defect'));
    const { pass, taken } = passTo(5, database);
    await expect(new Passes(database, () => undefined).run(pass)).rejects.toThrow('a defect');
    expect(taken).toEqual([1, 2, 3]);
    expect(database.snapshots).toBe(1);
  });
});
