import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OBSTACLE_CHECKS } from '../../migrations/adoption/obstacle-checks.js';
import { AdoptionRefused } from '../../migrations/adoption/obstacles.js';
import { reportAdoption } from '../../src/adoption/adoption-report.js';
import { ADVICE_CHECKS } from '../../src/adoption/advice.js';
import { readConfig } from '../../src/config/environment.js';
import { ADVICE_CASES } from '../support/adoption/advice-cases.js';
import { bookedAndVerified, revert } from '../support/adoption/adopting.js';
import { COLUMN_CASES } from '../support/adoption/column-cases.js';
import { betterOff, grantedByPhp } from '../support/adoption/granted.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { LEGACY_KINDS } from '../support/adoption/legacy-schema.js';
import { CASES, type ObstacleCase } from '../support/adoption/obstacle-cases.js';
import { type PrintedMend, printedMends } from '../support/adoption/printed-mends.js';
import { migrate } from '../support/sql.js';

/*
 * Whatever the check prints as a mend was run here, as printed: then the check is silent about it,
 * and PHP lets nobody have more than before. A check without a case fails the last tests.
 */

const NOW = '2026-03-12 12:00:00';
const UTC = { STUDIO_TIME_ZONE: 'UTC', DATABASE_TIME_ZONE: 'UTC', COUNTED_RATE_TYPES: 'package' };
const ARCHIVED = 'usages in the archive of an earlier revert whose id another usage has by now';

async function printed({ url }: LegacyDatabase): Promise<PrintedMend[]> {
  const config = readConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent', ...UTC });
  const { text } = await reportAdoption(config, new Date(`${NOW}Z`));
  return printedMends(text);
}

/** As the server's own settings may be when a row was written; mends run as they are set now. */
async function leniently({ query }: LegacyDatabase, statements: readonly string[]): Promise<void> {
  await query("SET SESSION sql_mode = '', foreign_key_checks = 0");
  for (const statement of statements) await query(statement);
  await query('SET SESSION sql_mode = DEFAULT, foreign_key_checks = 1');
}

/** The statements with what stands for ids, as a person fills it in. */
function filledIn({ statements, where }: PrintedMend, blanks: ObstacleCase['blanks'] = {}) {
  const ids = where.map((line) => /\d+/.exec(line)?.[0]).join(', ');
  return statements.map((line) =>
    line
      .replace('(…)', `(${ids})`)
      .replace(/\(([a-z ]+)\)/g, (text, blank: string) => String(blanks[blank] ?? text)),
  );
}

interface Case extends Pick<ObstacleCase, 'blanks' | 'repair' | 'spoil' | 'what'> {
  readonly name: string;
  readonly where: readonly string[];
}

describe.each(LEGACY_KINDS)('what the check advises: %s', (kind) => {
  let legacy: LegacyDatabase;
  const obstacles: Case[] = [...CASES, ...COLUMN_CASES].filter(({ kinds }) => kinds.includes(kind));
  const advice: Case[] = ADVICE_CASES.map((one) => ({ name: one.check, ...one }));

  beforeAll(async () => {
    legacy = await createLegacyDatabase(kind, 300);
  });
  afterAll(() => legacy.close());

  it.each([...obstacles, ...advice])('$name', async ({ spoil, what, where, blanks, repair }) => {
    await leniently(legacy, spoil);
    const mend = (await printed(legacy)).find((one) => one.what === what);
    expect(mend?.where).toEqual(where);
    if (!mend) throw new Error('nothing was printed');
    const before = await grantedByPhp(legacy, NOW);

    const statements = repair ?? filledIn(mend, blanks);
    expect(statements).not.toEqual([]);
    // Each may be run again by somebody who is not sure.
    const givesBack = /remaining_sessions [+-]/.test(statements.join());
    const runs = repair || givesBack || /^(ALTER|DROP) /.test(statements[0] ?? '') ? 1 : 2;
    for (let run = 0; run < runs; run += 1) {
      for (const statement of statements) await legacy.query(statement);
    }
    expect((await printed(legacy)).map((one) => one.what)).not.toContain(what);
    expect(betterOff(before, await grantedByPhp(legacy, NOW))).toEqual([]);
  });

  it('nothing is left but what can wait, and the database can be taken over', async () => {
    expect(await printed(legacy)).toEqual([]);
    await migrate(legacy.url);
    expect(await bookedAndVerified(legacy.url)).toMatchObject({ holds: true, violations: [] });
    // As little when it is taken over.
    expect(await printed(legacy)).toEqual([]);
  });
});

it(`${ARCHIVED}: mended as printed`, async () => {
  const legacy = await createLegacyDatabase('plain', 300);
  await migrate(legacy.url);
  await revert(legacy.url);
  const [archived] = await legacy.query<{ id: number; coach_member_id: number }>(
    'SELECT id, coach_member_id FROM coach_archived_usage WHERE usage_date IS NULL ORDER BY id',
  );
  await legacy.query(
    "INSERT INTO coach_session_usage (id, coach_member_id, usage_date) VALUES (?, ?, '2026-03-11')",
    [archived?.id, archived?.coach_member_id],
  );
  const before = await grantedByPhp(legacy, NOW);
  const isIt = ({ what }: PrintedMend) => what === `1 ${ARCHIVED}`;
  const mend = (await printed(legacy)).find(isIt);
  const [usage = '', free = ''] = mend?.where[0]?.match(/\d+/g) ?? [];
  if (!mend) throw new Error('nothing was printed');
  for (const statement of filledIn(mend, { usage, 'free id': free })) {
    await legacy.query(statement);
  }
  expect((await printed(legacy)).filter(isIt)).toEqual([]);
  expect(betterOff(before, await grantedByPhp(legacy, NOW))).toEqual([]);
  await legacy.close();
});

it('the migration refuses with the same advice as the check', async () => {
  const legacy = await createLegacyDatabase('plain', 50);
  await leniently(legacy, [
    "UPDATE coach_member_list SET expires_at = '0000-00-00 00:00:00' WHERE id = 3",
  ]);
  const refused: unknown = await migrate(legacy.url).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AdoptionRefused);
  const { message } = refused as AdoptionRefused;
  const [mend] = printedMends(message);
  expect(await printed(legacy)).toContainEqual(mend);
  expect(message).not.toContain('= NULL');
  for (const statement of mend ? filledIn(mend) : []) await legacy.query(statement);
  await migrate(legacy.url);
  await legacy.close();
});

describe('every check', () => {
  const tried = [...CASES, ...COLUMN_CASES].map(({ what }) => what);

  it.each(OBSTACLE_CHECKS.map(({ what }) => what))('has a case: %s', (what) => {
    const words = [...tried, `1 ${ARCHIVED}`].map((text) => text.replace(/^\d+ /, ''));
    expect(words).toContain(what);
  });

  it.each(ADVICE_CHECKS.map(({ name }) => name))('has a case: %s', (name) => {
    expect(ADVICE_CASES.map(({ check }) => check)).toContain(name);
  });

  /** Of checks that are functions; their files are frozen, or say `mend` as often as listed. */
  const FUNCTIONS: Readonly<Record<string, readonly RegExp[]>> = {
    'migrations/adoption/column-checks.ts': [
      /^coach_member_list.expires_at is a timestamp/,
      /demands a value that we do not know$/,
      /^admin_activity_log.action is of type/,
      /is there already, and not as a column of ours$/,
      /^The trigger \w+ acts when/,
    ],
    'migrations/adoption/required-parts.ts': [/lacks columns/, /which has no transactions$/],
  };
  /** Whose statements stand in a list of checks, or in no check at all. */
  const LISTED = [
    ...['obstacle-checks.ts', 'obstacle.ts', 'obstacles.ts'].map((f) => `migrations/adoption/${f}`),
    ...['garbled-names.ts', 'midnight-ends.ts', 'narrow-columns.ts', 'people-out.ts'].map(
      (file) => `src/adoption/${file}`,
    ),
  ];

  /** Whose statements `rights.spec.ts` runs as printed; the clocks are set outside the database. */
  const TRIED_ELSEWHERE = ['clock-note.ts', 'history-triggers.ts', 'rights.ts'].map(
    (file) => `src/adoption/${file}`,
  );

  it.each(Object.entries(FUNCTIONS))('of %s has a case', (file, words) => {
    expect(mendsIn(file)).toBe(words.length);
    for (const text of words) expect(tried.filter((what) => text.test(what))).not.toEqual([]);
  });

  it('stands where this looks for it', () => {
    const files = ['migrations/adoption', 'src/adoption'].flatMap((folder) =>
      readdirSync(folder).map((file) => join(folder, file)),
    );
    const speaking = files.filter((file) => !file.endsWith('.spec.ts') && mendsIn(file) > 0);
    const known = [...Object.keys(FUNCTIONS), ...LISTED, ...TRIED_ELSEWHERE];
    expect(speaking.toSorted()).toEqual(known.toSorted());
  });
});

function mendsIn(file: string): number {
  return readFileSync(file, 'utf8').match(/\bmend(: string)?:|To mend/g)?.length ?? 0;
}
