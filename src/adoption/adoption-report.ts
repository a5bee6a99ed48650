import { DataSource, type QueryRunner } from 'typeorm';
import type { Config } from '../config/config.js';
import { operatorDataSourceOptions } from '../database/data-source-options.js';
import { adviceFor } from './advice.js';
import { planOf } from './adoption-plan.js';
import { clockNoteOf } from './clock-note.js';
import type { PhpTime } from './clock-rules.js';
import { isAdopted } from './adoption-state.js';
import { historyTriggers } from './history-triggers.js';
import { leftOut, openQuestion, questionOf, withoutCount } from './counting-question.js';
import { notesOf } from './adoption-notes.js';
import type { Obstacle } from '../../migrations/adoption/obstacle.js';
import { lackingRights } from './rights.js';
import { findObstacles, obstacleText } from '../../migrations/adoption/obstacles.js';
import { missingParts } from '../../migrations/adoption/required-parts.js';

/** What taking over a legacy database would mean, as people read it. */
export interface AdoptionReport {
  readonly text: string;
  /** Whether nothing stands in the way. */
  readonly isClear: boolean;
}

/** Looks at the configured database as it is, and changes nothing. */
export async function reportAdoption(
  config: Config,
  at: Date,
  php?: PhpTime,
): Promise<AdoptionReport> {
  if (config.database.kind === 'sqlite') {
    const text = 'The embedded database is ours alone: there is no legacy system to take over.\n';
    return { text, isClear: true };
  }
  const dataSource = new DataSource({ ...operatorDataSourceOptions(config), logger: 'debug' });
  await dataSource.initialize();
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SET SESSION TRANSACTION READ ONLY');
    const report = await reportOn(runner, config, at);
    if (!report.mayRead) return report;
    const clocks = await clockNoteOf(runner, config, at, php);
    const text = `${clocks.lines.join('\n')}\n\n${report.text}`;
    return { text, isClear: report.isClear && clocks.agrees };
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}

async function reportOn(
  runner: QueryRunner,
  config: Config,
  at: Date,
): Promise<AdoptionReport & { mayRead: boolean }> {
  const lack = await lackingRights(runner);
  const rights = lack ? [obstacleText(lack.obstacle)] : [];
  // Without these, nothing else can be asked.
  if (lack?.mayRead === false) return { ...reportWith([], rights), mayRead: false };
  return { ...(await reportReadable(runner, config, at, rights)), mayRead: true };
}

async function reportReadable(
  runner: QueryRunner,
  config: Config,
  at: Date,
  rights: readonly string[],
): Promise<AdoptionReport> {
  if (!(await runner.hasTable('coach_member_list'))) {
    const none =
      'There are no legacy tables here: npm run migration:run creates all that it needs.';
    return reportWith([none], rights);
  }
  const obstacles = await findObstacles(runner);
  const lacksParts = (await missingParts(runner)).length > 0;
  // Without its columns nothing can be counted.
  const open = lacksParts ? [] : await openQuestion(runner, config, at);
  const question = open.length > 0 ? questionOf(open) : [];
  if (await isAdopted(runner)) {
    const lines = [
      'This database is taken over already: npm run verify says whether its books are right.',
      ...(question.length > 0
        ? ['', 'Nobody has said yet what counts sessions:', ...question]
        : []),
      ...(await leftOut(runner, config, at)),
      ...(await withoutCount(runner, config, at)),
      ...worthDoing(await adviceFor(runner, config, at, { isAdopted: true })),
    ];
    const all = [...obstacles, ...(await historyTriggers(runner))];
    return reportWith(lines, [...rights, ...all.map(obstacleText)]);
  }
  const lines = lacksParts ? [] : await describe(runner, config, at);
  const inTheWay = [...rights, ...obstacles.map(obstacleText), ...question];
  return reportWith(lines, inTheWay);
}

function reportWith(lines: readonly string[], inTheWay: readonly string[]): AdoptionReport {
  const head = 'What stands in the way; npm run migration:run stops before it changes anything:';
  const end = inTheWay.length > 0 ? [head, ...inTheWay] : ['Nothing stands in the way.'];
  return { text: `${[...lines, '', ...end].join('\n')}\n`, isClear: inTheWay.length === 0 };
}

async function describe(runner: QueryRunner, config: Config, at: Date): Promise<string[]> {
  if (await runner.hasTable('coach_schema_origin')) {
    return ['The migration was begun and did not come to its end. Run it again: it goes on.'];
  }
  const plan = await planOf(runner, config);
  const notes = [
    ...(await leftOut(runner, config, at)),
    ...(await withoutCount(runner, config, at)),
    ...(await notesOf(runner, config)),
  ];
  return [
    'What npm run migration:run would do:',
    ...plan.map((line) => `  ${line}`),
    ...(notes.length > 0 ? ['', 'Good to know; these are taken over as they are:'] : []),
    ...notes.map((line) => `  ${line}`),
    ...worthDoing(await adviceFor(runner, config, at, { isAdopted: false })),
  ];
}

function worthDoing(advice: readonly Obstacle[]): string[] {
  if (advice.length === 0) return [];
  return ['', 'Worth doing, though nothing of it stands in the way:', ...advice.map(obstacleText)];
}
