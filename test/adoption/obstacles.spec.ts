import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Obstacle } from '../../migrations/adoption/obstacle.js';
import {
  AdoptionRefused,
  findObstacles,
  obstacleText,
} from '../../migrations/adoption/obstacles.js';
import { bookedAndVerified, revert } from '../support/adoption/adopting.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { LEGACY_KINDS, type LegacyKind } from '../support/adoption/legacy-schema.js';
import { COLUMN_CASES } from '../support/adoption/column-cases.js';
import { CASES, type ObstacleCase, PEACEFUL } from '../support/adoption/obstacle-cases.js';
import { verifiedLaws } from '../support/adoption/verified.js';
import { migrate, type OpenDatabase, openDatabase } from '../support/sql.js';

const EACH = { transaction: 'each' } as const;

/** As the server's own settings may be: it takes zero dates, and '' for words it does not know. */
async function leniently(legacy: LegacyDatabase, statements: readonly string[]): Promise<void> {
  await legacy.query("SET SESSION sql_mode = '', foreign_key_checks = 0");
  for (const statement of statements) await legacy.query(statement);
  await legacy.query('SET SESSION sql_mode = DEFAULT, foreign_key_checks = 1');
}

async function obstaclesOf({ dataSource }: OpenDatabase): Promise<Obstacle[]> {
  const runner = dataSource.createQueryRunner();
  try {
    return await findObstacles(runner);
  } finally {
    await runner.release();
  }
}

/** Definitions and checksums of all tables but TypeORM's own. */
async function imprintOf({ query }: LegacyDatabase): Promise<unknown[]> {
  const tables = await query<{ name: string; kind: string }>(
    `SELECT TABLE_NAME AS name, TABLE_TYPE AS kind FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> 'coach_schema_migration'
      ORDER BY TABLE_NAME`,
  );
  const imprint: unknown[] = [];
  for (const { name, kind } of tables) {
    imprint.push(await query(`SHOW CREATE TABLE \`${name}\``));
    if (kind !== 'VIEW') imprint.push(await query(`CHECKSUM TABLE \`${name}\``));
  }
  return imprint;
}

/** The statements of a mend, with the ids that the obstacle names. */
function statementsOf({ mend, where }: Obstacle, blanks: ObstacleCase['blanks'] = {}): string[] {
  const ids = where.map((line) => /\d+/.exec(line)?.[0]).join(', ');
  return mend
    .split('\n')
    .filter((line) => /^(UPDATE|DELETE|ALTER) /.test(line))
    .map((line) =>
      line
        .replace('(…)', `(${ids})`)
        .replace(/\(([a-z ]+)\)/g, (text, blank: string) => String(blanks[blank] ?? text)),
    );
}

async function refusalOf({ dataSource }: OpenDatabase): Promise<AdoptionRefused> {
  const error = await dataSource.runMigrations(EACH).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AdoptionRefused);
  return error as AdoptionRefused;
}

describe.each(LEGACY_KINDS)('what stands in the way of adoption: %s', (kind: LegacyKind) => {
  let legacy: LegacyDatabase;
  let database: OpenDatabase;
  const cases = [...CASES, ...COLUMN_CASES].filter(({ kinds }) => kinds.includes(kind));

  beforeAll(async () => {
    legacy = await createLegacyDatabase(kind, 300);
    database = await openDatabase(legacy.url);
    await leniently(legacy, PEACEFUL[kind]);
  });
  afterAll(async () => {
    await database.close();
    await legacy.close();
  });

  it('nothing of what the legacy system usually leaves behind', async () => {
    expect(await obstaclesOf(database)).toEqual([]);
  });

  it.each(cases)('$name', async ({ spoil, what, where, blanks, repair }) => {
    await leniently(legacy, spoil);
    const before = await imprintOf(legacy);

    const found = await obstaclesOf(database);
    expect(found.map((one) => one.what)).toEqual([what]);
    const [obstacle] = found as [Obstacle];
    expect(obstacle.where).toEqual(where);

    const refusal = await refusalOf(database);
    expect(refusal.obstacles).toEqual(found);
    expect(refusal.message).toContain(obstacleText(obstacle));
    expect(await imprintOf(legacy)).toEqual(before);
    expect(await legacy.query('SELECT * FROM coach_schema_migration')).toEqual([]);

    const mends = repair ?? statementsOf(obstacle, blanks);
    expect(mends).not.toEqual([]);
    for (const statement of mends) await legacy.query(statement);
    expect(await obstaclesOf(database)).toEqual([]);
  });

  it('nothing any more once all of that was mended as it says', async () => {
    await database.dataSource.runMigrations(EACH);
    expect(await verifiedLaws(legacy.url)).toEqual({ holds: true, violations: [] });
  });
});

describe('what stands in the way of adoption', () => {
  it('is said all at once, with the first twenty ids and how many more', async () => {
    const legacy = await createLegacyDatabase('plain', 300);
    const database = await openDatabase(legacy.url);
    await leniently(legacy, [
      'UPDATE coach_member_list SET remaining_sessions = -1 WHERE id <= 30',
      "UPDATE coach_member_list SET status = '' WHERE id = 7",
    ]);
    const found = await obstaclesOf(database);
    expect(found.map(({ what }) => what.split(' ')[0])).toEqual(['30', '1']);
    expect(found[0]?.where).toHaveLength(21);
    expect(found[0]?.where.at(-1)).toBe('… and 10 more');
    await database.close();
    await legacy.close();
  });

  it('an archived usage whose id the legacy system gave to another one', async () => {
    const legacy = await createLegacyDatabase('plain', 300);
    await migrate(legacy.url);
    await revert(legacy.url);
    // As a copy without the next ids would: two opening entries have theirs taken.
    const [first, second] = await legacy.query<{ id: number; coach_member_id: number }>(
      'SELECT id, coach_member_id FROM coach_archived_usage WHERE usage_date IS NULL ORDER BY id',
    );
    if (!first || !second) throw new Error('nothing was archived');
    for (const { id, coach_member_id } of [first, second]) {
      await legacy.query(
        `INSERT INTO coach_session_usage (id, coach_member_id, usage_date)
         VALUES (?, ?, '2026-03-11')`,
        [id, coach_member_id],
      );
      await legacy.query(
        'UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1 WHERE id = ?',
        [coach_member_id],
      );
    }
    const database = await openDatabase(legacy.url);
    const before = await imprintOf(legacy);

    const found = await obstaclesOf(database);
    expect(found).toHaveLength(1);
    const [obstacle] = found as [Obstacle];
    expect(obstacle.where).toHaveLength(2);
    await refusalOf(database);
    expect(await imprintOf(legacy)).toEqual(before);

    for (const line of obstacle.where) {
      const [usage = '', free = ''] = line.match(/\d+/g) ?? [];
      for (const statement of statementsOf(obstacle, { usage, 'free id': free })) {
        await legacy.query(statement);
      }
    }
    await database.dataSource.runMigrations(EACH);
    await database.close();
    expect(await bookedAndVerified(legacy.url)).toEqual({ booked: 2, holds: true, violations: [] });
    await legacy.close();
  });
});
