import { describe, expect, it } from 'vitest';
import { NotRun, type Statement, StatementFailed, type StatementResult } from './statement.js';
import { StatementQueue } from './statement-queue.js';

const statement = (sql: string): Statement => ({ sql, values: [] });
const resultOf = ({ sql }: Statement): StatementResult => {
  return { rows: [sql], affected: 0, insertId: 0 };
};

/** A queue, and what it has sent; `failing` is refused, and a name with ! ends the transaction. */
function queueTo(failing?: string) {
  const bundles: string[][] = [];
  const queue = new StatementQueue(
    async (statements) => {
      bundles.push(statements.map(({ sql }) => sql));
      await new Promise((resolve) => setImmediate(resolve));
      const index = statements.findIndex(({ sql }) => sql === failing);
      if (index >= 0) throw new StatementFailed(index, new Error(`no ${String(failing)}`));
      return statements.map(resultOf);
    },
    () => failing?.endsWith('!') !== true,
  );
  return { queue, bundles, run: async (sql: string) => (await queue.add(statement(sql))).rows[0] };
}

describe('statements of one work', () => {
  it('travel together where none waits for another one', async () => {
    const { run, bundles } = queueTo();
    expect(await Promise.all([run('a'), run('b'), run('c')])).toEqual(['a', 'b', 'c']);
    expect(bundles).toEqual([['a', 'b', 'c']]);
  });

  it('travel together through layers of functions that have nothing to wait for', async () => {
    const { run, bundles } = queueTo();
    const deeper = async (sql: string) => {
      await Promise.resolve();
      return run(sql);
    };
    await Promise.all([run('a'), deeper('b')]);
    expect(bundles).toEqual([['a', 'b']]);
  });

  it('travel one after the other where one waits for another one', async () => {
    const { run, bundles } = queueTo();
    await run('a');
    await run('b');
    expect(bundles).toEqual([['a'], ['b']]);
  });

  it('are never on their way in two bundles at once', async () => {
    const { run, bundles } = queueTo();
    const first = run('a');
    await new Promise((resolve) => process.nextTick(resolve));
    const more = Promise.all([run('b'), run('c')]);
    expect(bundles).toEqual([['a']]);
    await Promise.all([first, more]);
    expect(bundles).toEqual([['a'], ['b', 'c']]);
  });
});

describe('when a statement fails', () => {
  it('the work fails with its error, whichever was issued first', async () => {
    const { run } = queueTo('b');
    await expect(Promise.all([run('a'), run('b'), run('c')])).rejects.toThrow('no b');
  });

  it('those beside it say that they were not run, and why', async () => {
    const { run } = queueTo('b');
    const [before, , behind] = await Promise.allSettled([run('a'), run('b'), run('c')]);
    expect(before).toMatchObject({ reason: { wasRun: true } });
    expect(behind).toMatchObject({ reason: { wasRun: false } });
    for (const one of [before, behind]) {
      expect(one).toMatchObject({ status: 'rejected', reason: { cause: new Error('no b') } });
      expect((one as PromiseRejectedResult).reason).toBeInstanceOf(NotRun);
    }
  });

  it('what waits behind it is never sent', async () => {
    const { run, bundles } = queueTo('a');
    const failed = expect(run('a')).rejects.toThrow('no a');
    await new Promise((resolve) => process.nextTick(resolve));
    await expect(run('b')).rejects.toBeInstanceOf(NotRun);
    await failed;
    expect(bundles).toEqual([['a']]);
  });

  it('the work may go on with others', async () => {
    const { run, bundles } = queueTo('a');
    await expect(run('a')).rejects.toThrow('no a');
    expect(await run('b')).toBe('b');
    expect(bundles).toEqual([['a'], ['b']]);
  });
});

describe('a work sends nothing more', () => {
  it('behind an error that ended its transaction', async () => {
    const { run, bundles } = queueTo('deadlock!');
    await expect(run('deadlock!')).rejects.toThrow('no deadlock!');
    await expect(run('b')).rejects.toMatchObject({ cause: new Error('no deadlock!') });
    expect(bundles).toEqual([['deadlock!']]);
  });

  it('behind a statement that nobody watched, whatever it caught', async () => {
    const { queue, run, bundles } = queueTo('b');
    const unwatched = queue.add(statement('a'), { isWatched: false });
    await expect(Promise.all([run('b'), unwatched])).rejects.toThrow('no b');
    await expect(run('COMMIT')).rejects.toBeInstanceOf(NotRun);
    expect(bundles).toEqual([['a', 'b']]);
  });
});

describe('when a work ends', () => {
  it('nothing that it issued without waiting is sent any more', async () => {
    const { queue, run, bundles } = queueTo();
    const late = run('a');
    await Promise.all([queue.close(), expect(late).rejects.toBeInstanceOf(NotRun)]);
    await expect(run('b')).rejects.toBeInstanceOf(NotRun);
    expect(bundles).toEqual([]);
  });

  it('what is on its way is waited for', async () => {
    const { queue, run } = queueTo();
    const arrived: string[] = [];
    const sent = run('a').then(() => arrived.push('a'));
    await new Promise((resolve) => process.nextTick(resolve));
    await queue.close();
    await sent;
    expect(arrived).toEqual(['a']);
  });
});
