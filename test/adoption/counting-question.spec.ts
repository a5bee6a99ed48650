import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportAdoption } from '../../src/adoption/adoption-report.js';
import { ComparisonService } from '../../src/adoption/comparison.service.js';
import { CountingUnknown } from '../../src/adoption/counting-question.js';
import type { Generation } from '../../src/adoption/generations.js';
import { OldNumbers } from '../../src/adoption/old-numbers.js';
import { readConfig } from '../../src/config/environment.js';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import { revert } from '../support/adoption/adopting.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { migrateAsked } from '../support/adoption/migrate-asked.js';
import { Php } from '../support/adoption/php.js';
import { startCli } from '../support/cli.js';
import { ensureBuilt } from '../support/process.js';
import { openStudio } from '../support/studio.js';

const NOW = '2026-03-12T12:00:00Z';
const COUNTING = { COUNTED_RATE_TYPES: 'package,monthly,per_session' };
const NOT_COUNTING = { COUNTED_RATE_TYPES: 'package' };

/** A database of PHP, with subscriptions that no version of it treats alike. */
async function createDatabaseWithCounts(): Promise<{ legacy: LegacyDatabase; ids: number[] }> {
  const legacy = await createLegacyDatabase('plain', 300);
  const php = await Php.connect(legacy.url, NOW);
  const sell = (memberId: number, facts: Record<string, string | number | null>) =>
    php.sell(memberId, 10, { rate_type: 'monthly', ...facts });
  const ids = [
    await sell(150, { remaining_sessions: 18 }),
    await sell(151, { remaining_sessions: 0 }),
    await sell(152, { rate_type: 'per_session', remaining_sessions: 4 }),
  ];
  // None of these is a question: over, ended, asked for, without a count.
  await sell(153, { remaining_sessions: 7, expires_at: '2026-03-11 10:00:00' });
  await sell(154, { remaining_sessions: 7, status: 'expired' });
  await sell(155, { remaining_sessions: 7, staff_approval: 'pending' });
  await sell(156, { remaining_sessions: null });
  await php.close();
  return { legacy, ids };
}

const configOf = (url: string, env: object = {}) =>
  readConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent', ...env });

async function compared(url: string, env: Record<string, string>, php?: Generation) {
  const studio = await openStudio({ databaseUrl: url, now: NOW, env });
  const old = await OldNumbers.open(studio.config);
  try {
    const { text, holds } = await studio.app.get(ComparisonService).compare(old, php);
    const marked = text.split('\n').filter((line) => line.startsWith('*'));
    return { text, holds, marked: marked.map((line) => Number(line.slice(1, 11))) };
  } finally {
    await old.close();
    await studio.close();
  }
}

describe('what must be said before a PHP database is taken over', () => {
  let legacy: LegacyDatabase;
  let ids: number[];

  beforeAll(async () => {
    ({ legacy, ids } = await createDatabaseWithCounts());
  });
  afterAll(() => legacy.close());

  it('is asked by the check, with the numbers and the ids', async () => {
    const { text, isClear } = await reportAdoption(configOf(legacy.url), new Date(NOW));
    expect(isClear).toBe(false);
    expect(text).toContain(
      '3 running subscriptions that are not counted have a count, of 22 sessions in all ' +
        '(monthly: 2 with 18; per_session: 1 with 4)',
    );
    expect(text).toContain(`monthly: subscriptions ${ids[0]}, ${ids[1]}\n`);
    expect(text).toContain(`per_session: subscriptions ${ids[2]}\n`);
    expect(text).toContain('COUNTED_RATE_TYPES=package,monthly,per_session counts them');
    expect(text).not.toContain('Nothing stands in the way');
  });

  it('and says who has no count, with the statement of PHP’s answer', async () => {
    const noteOf = async (env: object) => {
      const { text } = await reportAdoption(configOf(legacy.url, env), new Date(NOW));
      return text.split('\n').filter((line) => line.includes('subscriptions without a count'));
    };
    expect(await noteOf(NOT_COUNTING)).toEqual([]);
    const [note = '', ...more] = await noteOf(COUNTING);
    expect(more).toEqual([]);
    expect(note).toMatch(/^ {2}Running monthly subscriptions .* everybody: \d+ \(subscriptions /);
    const [statement = ''] = /UPDATE .*$/.exec(note) ?? [];
    await legacy.query('START TRANSACTION');
    await legacy.query(statement);
    expect((await legacy.query('SELECT ROW_COUNT() AS n'))[0]).not.toEqual({ n: 0 });
    await legacy.query('ROLLBACK');
  });

  it('stops the migration before it changes anything', async () => {
    await expect(migrateAsked(legacy.url)).rejects.toThrow(CountingUnknown);
    const tables = await legacy.query("SHOW TABLES LIKE 'coach\\_schema%'");
    expect(tables).toEqual([]);
  });

  it('stops the command that operators run, without a stack', async () => {
    await ensureBuilt();
    const { code, stdout, stderr } = await startCli(['migration:run'], {
      DATABASE_URL: legacy.url,
      COUNTED_RATE_TYPES: '',
    });
    const output = stdout + stderr;
    expect(code).toBe(1);
    expect(output).toContain('it must know what counts sessions');
    expect(output).not.toMatch(/^\s+at /m);
  });

  it.each([COUNTING, NOT_COUNTING])('is answered by %o', async (env) => {
    const { text, isClear } = await reportAdoption(configOf(legacy.url, env), new Date(NOW));
    expect(text).toContain('Nothing stands in the way.');
    expect(isClear).toBe(true);
    const opens = /Leave (\d+) subscriptions \(monthly, per_session\), (\d+) sessions left/;
    if (env === COUNTING) expect(text).toMatch(opens);
    else expect(text).not.toMatch(opens);
  });

  it('is said again of what an answer does not name', async () => {
    const LEFT_OUT =
      / (\w+) subscriptions with a count, which .* limit: (\d+ with \d+) .*(\(.*\))/g;
    const leftOut = async (env: object, url = legacy.url) => {
      const { text } = await reportAdoption(configOf(url, env), new Date(NOW));
      return [...text.matchAll(LEFT_OUT)].map((found) => found.slice(1));
    };
    const perSession = ['per_session', '1 with 4', `(subscriptions ${ids[2]})`];
    expect(await leftOut({ COUNTED_RATE_TYPES: 'package,monthly' })).toEqual([perSession]);
    expect(await leftOut(NOT_COUNTING)).toEqual([
      ['monthly', '2 with 18', `(subscriptions ${ids[0]}, ${ids[1]})`],
      perSession,
    ]);
    expect(await leftOut(COUNTING)).toEqual([]);
    const { legacy: adopted } = await createDatabaseWithCounts();
    await migrateAsked(adopted.url, NOT_COUNTING);
    expect(await leftOut(NOT_COUNTING, adopted.url)).toHaveLength(2);
    expect(await leftOut(COUNTING, adopted.url)).toEqual([]);
    await adopted.close();
  });
});

describe('the comparison with PHP', () => {
  let legacy: LegacyDatabase;

  beforeAll(async () => {
    ({ legacy } = await createDatabaseWithCounts());
    await migrateAsked(legacy.url, NOT_COUNTING);
  });
  afterAll(() => legacy.close());

  it('where nobody has said what counts, is with the version that counts all', async () => {
    const { text, holds, marked } = await compared(legacy.url, {});
    expect(holds).toBe(false);
    expect(text).toMatch(/\n(\*.*\n){4}4 of \d+ members differ; they are marked with \*\.\n$/);
    expect(marked).toEqual([150, 151, 152, 156]);
    expect(text).toMatch(/^\*\s+150 .*(?<!free) +\d+ +\S+ +(\d+\+)?free /m);
    expect(text).toContain('in its newest version');
  });

  it('where packages alone count, is with older versions, and tells of the newest', async () => {
    const { text, holds, marked } = await compared(legacy.url, NOT_COUNTING);
    expect([holds, marked]).toEqual([true, []]);
    expect(text).toMatch(/members agree with PHP's older version\./);
    expect(text).toMatch(/newest version 4 would differ: .*--php newest names them/);
    expect(text).not.toMatch(/members agree\.$/m);
    const newest = await compared(legacy.url, NOT_COUNTING, 'newest');
    expect([newest.holds, newest.marked]).toEqual([false, [150, 151, 152, 156]]);
  });

  it('where all are counted, names who has no count: PHP takes that for 0', async () => {
    const studio = await openStudio({ databaseUrl: legacy.url, now: NOW, env: COUNTING });
    await studio.app.get(ReconciliationRun).reconcileAll();
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
    const { holds, marked } = await compared(legacy.url, COUNTING);
    expect([holds, marked]).toEqual([false, [156]]);
    await legacy.query('UPDATE coach_member_list SET remaining_sessions = 0 WHERE member_id = 156');
    const booked = await openStudio({ databaseUrl: legacy.url, now: NOW, env: COUNTING });
    await booked.app.get(ReconciliationRun).reconcileAll();
    await booked.close();
    expect((await compared(legacy.url, COUNTING, 'newest')).text).toMatch(
      /All \d+ members agree\./,
    );
    const older = await compared(legacy.url, COUNTING, 'older');
    expect(older.marked).toEqual([150, 151, 152, 156]);
  });

  it('is taken back and forth with its books, as packages are', async () => {
    const before = await compared(legacy.url, COUNTING, 'newest');
    await revert(legacy.url, { mayDropRows: true });
    await migrateAsked(legacy.url, COUNTING);
    const studio = await openStudio({ databaseUrl: legacy.url, now: NOW, env: COUNTING });
    expect(await studio.app.get(ReconciliationRun).reconcileAll()).toBe(0);
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
    expect((await compared(legacy.url, COUNTING, 'newest')).text).toBe(before.text);
  });

  it('beside it, the check of an adopted database says what nobody has decided', async () => {
    const { text, isClear } = await reportAdoption(configOf(legacy.url), new Date(NOW));
    expect(isClear).toBe(true);
    expect(text).toContain('Nobody has said yet what counts sessions:');
    const said = await reportAdoption(configOf(legacy.url, NOT_COUNTING), new Date(NOW));
    expect(said.text).not.toContain('Nobody has said');
  });
});

describe('what the check advises for words that are none', () => {
  it('lets nobody train without limit', async () => {
    const legacy = await createLegacyDatabase('plain', 300);
    await legacy.query("SET SESSION sql_mode = ''");
    const php = await Php.connect(legacy.url, NOW);
    await php.run("SET SESSION sql_mode = ''");
    const [paid, ended] = [
      await php.sell(160, 10, { rate_type: 'yearly', remaining_sessions: 4 }),
      await php.sell(161, 10, { status: 'gone', remaining_sessions: 4 }),
    ];
    await php.close();
    const { text } = await reportAdoption(configOf(legacy.url, NOT_COUNTING), new Date(NOW));
    const mends = text.match(/UPDATE .* WHERE id IN/g) ?? [];
    expect(mends).toHaveLength(2);
    for (const mend of mends) {
      await legacy.query(`${mend} (${mend.includes('status') ? ended : paid})`);
    }
    await migrateAsked(legacy.url, NOT_COUNTING);
    await legacy.close();

    const studio = await openStudio({ databaseUrl: legacy.url, now: NOW });
    const admin = studio.api.as(await studio.given.admin());
    const stateOf = async (id: number, packageId: number) => {
      const { body } = await admin.get(`/members/${id}/packages`);
      return (body.data as { id: number }[]).find((one) => one.id === packageId);
    };
    expect(await stateOf(160, paid)).toMatchObject({ state: 'active', remaining: 4 });
    expect(await stateOf(161, ended)).toMatchObject({ state: 'disconnected' });
    await studio.close();
  });
});
