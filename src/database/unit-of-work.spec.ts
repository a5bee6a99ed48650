import { describe, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { readConfig } from '../config/environment.js';
import type { Dialect, Fault } from './dialects/dialect.js';
import { NotRun, type Statement, StatementFailed, type StatementResult } from './statement.js';
import type { Tx } from './tx.js';
import { UnitOfWork } from './unit-of-work.js';

const NOTHING: StatementResult = { rows: [], affected: 0, insertId: 0 };
const FAULTS: Readonly<Record<string, Fault>> = { ECONNRESET: 'connection_lost', FULL: 'no_room' };
const lost = () => Object.assign(new Error('the connection is lost'), { code: 'ECONNRESET' });

/** A unit of work whose connection answers as told; what it was sent, and how it was left. */
function givenUnitOfWork(answer: (sql: string) => Promise<StatementResult>) {
  const sent: string[] = [];
  const released: ('broken' | 'whole')[] = [];
  const dialect: Partial<Dialect> = {
    forUpdate: '',
    acquire: () => Promise.resolve(),
    opening: (mode) => (mode === 'read' ? [] : ['BEGIN']),
    classify: ({ code = '' }) => FAULTS[code] ?? 'other',
    release: (_, broken) => {
      released.push(broken ? 'broken' : 'whole');
      return Promise.resolve();
    },
    send: async (_, statements) => {
      sent.push(...statements.map(({ sql }) => sql));
      return Promise.all(statements.map(async ({ sql }, n) => answered(answer(sql), n)));
    },
  };
  const dataSource = { createQueryRunner: () => ({ manager: 'the manager' }) };
  const unitOfWork = new UnitOfWork(
    dataSource as unknown as DataSource,
    dialect as Dialect,
    readConfig({}),
  );
  return { unitOfWork, sent, released };
}

async function answered(answer: Promise<StatementResult>, index: number): Promise<StatementResult> {
  try {
    return await answer;
  } catch (error) {
    throw new StatementFailed(index, error);
  }
}

const always = () => Promise.resolve(NOTHING);

/** A connection that is lost with the first statement of this text. */
function losing(text: string) {
  let isLost = false;
  return ({ sql }: Pick<Statement, 'sql'>) => {
    if (isLost || sql !== text) return always();
    isLost = true;
    return Promise.reject(lost());
  };
}

describe('a work that reads', () => {
  it.each(['read', 'snapshot'] as const)('changes nothing: %s', async (mode) => {
    const { unitOfWork, sent } = givenUnitOfWork(always);
    await expect(unitOfWork[mode]((tx) => tx.write('a'))).rejects.toThrow('changes nothing');
    const unwatched = unitOfWork[mode]((tx) => {
      tx.writeUnwatched('a', []);
      return Promise.resolve();
    });
    await expect(unwatched).rejects.toThrow('changes nothing');
    expect(sent).toEqual([]);
  });
});

describe('behind a lost connection', () => {
  it('nothing is sent that a work which has failed still issues', async () => {
    const { unitOfWork, sent, released } = givenUnitOfWork(always);
    let late: Promise<unknown> | undefined;
    let attempts = 0;
    await unitOfWork.read(async (tx) => {
      attempts += 1;
      if (attempts > 1) return;
      await tx.rows('a');
      late = new Promise((resolve) => setTimeout(resolve, 5)).then(() => tx.rows('late'));
      late.catch(() => undefined);
      // As what goes by the entities, and not by the queue.
      throw lost();
    });
    await expect(late).rejects.toBeInstanceOf(NotRun);
    expect(sent).toEqual(['a']);
    expect(released).toEqual(['broken', 'whole']);
  });

  it('what is on its way is refused, though it is never answered', async () => {
    const { unitOfWork, released } = givenUnitOfWork((sql) =>
      sql === 'endless' ? new Promise(() => undefined) : always(),
    );
    const fates: unknown[] = [];
    let attempts = 0;
    await unitOfWork.write(async (tx) => {
      attempts += 1;
      if (attempts > 1) return { result: undefined };
      tx.rows('endless').catch((error: unknown) => fates.push(error));
      await new Promise((resolve) => setImmediate(resolve));
      tx.rows('behind it').catch((error: unknown) => fates.push(error));
      throw lost();
    });
    expect(fates).toEqual([expect.any(NotRun), expect.any(NotRun)]);
    expect(released).toEqual(['broken', 'whole']);
  });

  it('nothing of a work is kept that makes light of it', async () => {
    const answer = losing('a');
    const { unitOfWork, sent, released } = givenUnitOfWork((sql) => answer({ sql }));
    const work = unitOfWork.read(async (tx) =>
      tx.rows('a').then(
        () => 'all is well',
        () => 'nobody has noticed',
      ),
    );
    expect(await work).toBe('all is well');
    expect(sent).toEqual(['a', 'a']);
    expect(released).toEqual(['broken', 'whole']);
  });

  it('not even a ROLLBACK is sent, whatever the work fails with', async () => {
    const answer = losing('a');
    const { unitOfWork, sent, released } = givenUnitOfWork((sql) => answer({ sql }));
    const work = unitOfWork.write(async (tx) => {
      await tx.write('a').catch(() => undefined);
      throw new Error('something else');
    });
    await expect(work).rejects.toThrow('something else');
    expect(sent).toEqual(['BEGIN', 'a']);
    expect(released).toEqual(['broken']);
  });

  it('no entities are given out', async () => {
    const answer = losing('a');
    const { unitOfWork } = givenUnitOfWork((sql) => answer({ sql }));
    const given: unknown[] = [];
    const work = async (tx: Tx) => {
      await tx.write('a').catch(() => undefined);
      given.push(await tx.entities().catch((error: unknown) => error));
      return { result: undefined };
    };
    await unitOfWork.write(work, { replayable: true });
    expect(given).toEqual([expect.any(NotRun), 'the manager']);
  });
});

describe('where a change found no room', () => {
  const FULL = Object.assign(new Error('the disk is full'), { code: 'FULL' });

  /** A unit of work that has just found no room; `affected` rows are changed by what comes then. */
  async function givenNoRoom(affected: number) {
    let isFull = true;
    const answer = (sql: string) =>
      sql === 'a' && isFull ? Promise.reject(FULL) : Promise.resolve({ ...NOTHING, affected });
    const { unitOfWork } = givenUnitOfWork(answer);
    const change = unitOfWork.write(async (tx) => ({ result: await tx.write('a') }));
    await expect(change).rejects.toThrow('no room left');
    expect(unitOfWork.lacksRoom).toBe(true);
    isFull = false;
    return unitOfWork;
  }

  it('a change of no row does not say that there is room', async () => {
    const unitOfWork = await givenNoRoom(0);
    await unitOfWork.write(async (tx) => ({ result: await tx.write('a') }));
    await unitOfWork.write(() => Promise.resolve({ result: 'nothing was even asked' }));
    expect(unitOfWork.lacksRoom).toBe(true);
  });

  it('nor one that is taken back', async () => {
    const unitOfWork = await givenNoRoom(1);
    await unitOfWork.write(async (tx) => ({ result: await tx.write('a'), discard: true }));
    expect(unitOfWork.lacksRoom).toBe(true);
  });

  it.each([
    ['', async (tx: Tx) => tx.write('a')],
    [
      'that nobody watches',
      async (tx: Tx) => {
        tx.writeUnwatched('a', []);
        return Promise.resolve();
      },
    ],
  ])('a change of a row %s says it', async (_, write) => {
    const unitOfWork = await givenNoRoom(1);
    await unitOfWork.write(async (tx) => ({ result: await write(tx) }));
    expect(unitOfWork.lacksRoom).toBe(false);
  });
});

describe('a work inside another', () => {
  it('is an error at once, and the outer one is rolled back', async () => {
    const { unitOfWork, sent } = givenUnitOfWork(always);
    const outer = unitOfWork.write(async (tx) => {
      await tx.write('a');
      return { result: await unitOfWork.read(async (inner) => inner.rows('b')) };
    });
    await expect(outer).rejects.toThrow('a work must use its own tx');
    expect(sent).toEqual(['BEGIN', 'a', 'ROLLBACK']);
  });

  it('is none where one follows the other', async () => {
    const { unitOfWork } = givenUnitOfWork(always);
    await unitOfWork.write(() => Promise.resolve({ result: 'first' }));
    expect(await unitOfWork.read(() => Promise.resolve('second'))).toBe('second');
  });
});
