import { DataSource, type QueryRunner } from 'typeorm';
import type { Config } from '../config/config.js';
import { operatorDataSourceOptions } from '../database/data-source-options.js';
import { BOOKKEEPING } from '../database/dialects/dialect.js';
import { planOf } from './adoption-plan.js';
import { notesOf } from './adoption-notes.js';
import { findObstacles, obstacleText } from '../../migrations/adoption/obstacles.js';
import { missingParts } from '../../migrations/adoption/required-parts.js';

/** What taking over a legacy database would mean, as people read it. */
export interface AdoptionReport {
  readonly text: string;
  /** Whether nothing stands in the way. */
  readonly isClear: boolean;
}

/** Looks at the configured database as it is, and changes nothing. */
export async function reportAdoption(config: Config): Promise<AdoptionReport> {
  if (config.database.kind === 'sqlite') {
    const text = 'The embedded database is ours alone: there is no legacy system to take over.\n';
    return { text, isClear: true };
  }
  const dataSource = new DataSource({ ...operatorDataSourceOptions(config), logger: 'debug' });
  await dataSource.initialize();
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SET SESSION TRANSACTION READ ONLY');
    return await reportOn(runner);
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}

async function reportOn(runner: QueryRunner): Promise<AdoptionReport> {
  if (!(await runner.hasTable('coach_member_list'))) {
    const text =
      'There are no legacy tables here: npm run migration:run creates all that it needs.\n';
    return { text, isClear: true };
  }
  const obstacles = await findObstacles(runner);
  const lines = (await isAdopted(runner))
    ? ['This database is taken over already: npm run verify says whether its books are right.']
    : await describe(runner);
  if (obstacles.length > 0) {
    lines.push(
      '',
      'What stands in the way; npm run migration:run stops before it changes anything:',
    );
    lines.push(...obstacles.map(obstacleText));
  } else {
    lines.push('', 'Nothing stands in the way.');
  }
  return { text: `${lines.join('\n')}\n`, isClear: obstacles.length === 0 };
}

async function describe(runner: QueryRunner): Promise<string[]> {
  // Without its columns nothing can be counted.
  if ((await missingParts(runner)).length > 0) return [];
  if (await runner.hasTable('coach_schema_origin')) {
    return ['The migration was begun and did not come to its end. Run it again: it goes on.'];
  }
  const plan = await planOf(runner);
  const notes = await notesOf(runner);
  return [
    'What npm run migration:run would do:',
    ...plan.map((line) => `  ${line}`),
    ...(notes.length > 0 ? ['', 'Good to know; these are taken over as they are:'] : []),
    ...notes.map((line) => `  ${line}`),
  ];
}

async function isAdopted(runner: QueryRunner): Promise<boolean> {
  const table = BOOKKEEPING.migrationsTableName;
  if (!(await runner.hasTable(table))) return false;
  const sql = `SELECT 1 FROM ${table} WHERE name LIKE 'OpeningBalances%'`;
  return ((await runner.query(sql)) as unknown[]).length > 0;
}
