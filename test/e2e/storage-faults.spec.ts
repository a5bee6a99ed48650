import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../support/matchers.js';
import type { Answer, TestPerson } from '../support/api.js';
import { captureLog } from '../support/captured-log.js';
import { isServerDatabase } from '../support/database.js';
import type { GivenMember } from '../support/given.js';
import { withSending } from '../support/traffic.js';
import { openStudio, type Studio } from '../support/studio.js';

/** What the database says when it cannot read or write, and what of it is for everybody to see. */
const FAULTS: readonly (readonly [error: object, said: string])[] = isServerDatabase()
  ? [
      [{ errno: 1114, code: 'ER_RECORD_FILE_FULL' }, 'has no room left'],
      [{ errno: 1021, code: 'ER_DISK_FULL' }, 'has no room left'],
      [{ errno: 1026, code: 'ER_ERROR_ON_WRITE' }, 'has no room left'],
      [{ errno: 3 }, 'has no room left'],
      [{ errno: 1030, code: 'ER_GET_ERRNO', sqlMessage: 'No space left' }, 'has no room left'],
      [{ errno: 1030, code: 'ER_GET_ERRNO', sqlMessage: 'Got error 5' }, 'cannot use its files'],
      [{ errno: 1036, code: 'ER_OPEN_AS_READONLY' }, 'cannot use its files'],
      [{ errno: 1194, code: 'ER_CRASHED_ON_USAGE' }, 'cannot use its files'],
    ]
  : [
      [{ code: 'SQLITE_FULL' }, 'has no room left'],
      [{ code: 'SQLITE_IOERR_WRITE' }, 'cannot use its files'],
      [{ code: 'SQLITE_IOERR_SHMSIZE' }, 'cannot use its files'],
      [{ code: 'SQLITE_READONLY' }, 'cannot use its files'],
      [{ code: 'SQLITE_CANTOPEN' }, 'cannot use its files'],
      [{ code: 'SQLITE_CORRUPT' }, 'cannot use its files'],
      [{ code: 'SQLITE_NOTADB' }, 'cannot use its files'],
    ];

describe('a database that cannot read or write', () => {
  let studio: Studio;
  let log: { text: string };
  let ana: TestPerson;
  let tom: GivenMember;

  beforeAll(async () => {
    studio = await openStudio({ env: { LOG_LEVEL: 'warn' } });
    log = captureLog(studio);
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 1 });
  });
  afterAll(() => studio.close());

  const ASKED: [string, () => Promise<Answer>][] = [
    ['a change', () => studio.api.as(ana).adjust(tom, { adjustment: 1, reason: 'one more' })],
    ['a read', () => studio.api.as(ana).member(tom)],
  ];

  /** Has all statements fail; says how many messages were tried. */
  async function failing(error: object, work: () => Promise<unknown>): Promise<number> {
    let messages = 0;
    await withSending(studio, work, async () => {
      messages += 1;
      return Promise.reject(Object.assign(new Error('so the database says'), error));
    });
    return messages;
  }

  const cases = FAULTS.flatMap(([error, said]) =>
    ASKED.map(([what, ask]) => ({ what, error, said, ask, name: JSON.stringify(error) })),
  );

  it.each(cases)('costs $what a 503, and one line of the log: $name', async (one) => {
    log.text = '';
    let answer: Answer | undefined;
    const messages = await failing(one.error, async () => {
      answer = await one.ask();
    });
    expect(answer).toBeProblem('unavailable');
    expect(answer?.body.detail).toContain(one.said);
    expect(Number(answer?.headers.get('retry-after'))).toBeGreaterThan(0);
    const lines = log.text.trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('so the database says');
    expect(lines[0]).not.toContain('"stack"');
    // Neither tried again nor written down in the database that cannot write; a ROLLBACK may be.
    expect(messages).toBeLessThanOrEqual(2);
    expect((await one.ask()).status).toBe(200);
  });
});
