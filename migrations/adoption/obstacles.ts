import type { QueryRunner } from 'typeorm';
import { isEmbedded } from '../support/schema-steps.js';
import { oddColumns } from './column-checks.js';
import type { Obstacle } from './obstacle.js';
import { OBSTACLE_CHECKS, type ObstacleCheck } from './obstacle-checks.js';
import { remembersOriginals } from './original-tables.js';
import { missingParts } from './required-parts.js';

const UNTOUCHED =
  'This database cannot be taken over yet; the migration stopped before it changed anything.';
const BEGUN =
  'This database cannot be taken over to the end yet; what is done stays done, and the\n' +
  'migration goes on from there when this is mended.';

/** The migration stopped, before it changed anything unless it was begun. */
export class AdoptionRefused extends Error {
  readonly obstacles: readonly Obstacle[];

  constructor(obstacles: readonly Obstacle[], isBegun: boolean) {
    super(
      [
        isBegun ? BEGUN : UNTOUCHED,
        ...obstacles.map(obstacleText),
        'Run "npm run legacy:check" again when it is mended.',
      ].join('\n'),
    );
    this.name = 'AdoptionRefused';
    this.obstacles = obstacles;
    // The command line of TypeORM prints all that it finds in an error; the text is enough.
    Object.defineProperty(this, 'obstacles', { enumerable: false });
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** An obstacle as people read it at the terminal. */
export function obstacleText({ what, where, mend }: Obstacle): string {
  const [first = '', ...more] = mend.split('\n');
  return [
    `  ${what}`,
    ...where.map((line) => `    ${line}`),
    `    To mend: ${first}`,
    ...more.map((line) => `      ${line}`),
  ].join('\n');
}

/** Throws `AdoptionRefused` where something stands in the way. Reads only. */
export async function refuseObstacles(runner: QueryRunner): Promise<void> {
  const obstacles = await findObstacles(runner);
  if (obstacles.length > 0) {
    throw new AdoptionRefused(obstacles, await remembersOriginals(runner));
  }
}

/** Everything that stands in the way of taking over the legacy tables. Reads only. */
export async function findObstacles(runner: QueryRunner): Promise<Obstacle[]> {
  if (isEmbedded(runner)) return [];
  const missing = await missingParts(runner);
  // Without its columns nothing else can be asked.
  if (missing.length > 0) return missing;
  const obstacles: Obstacle[] = await oddColumns(runner);
  for (const check of OBSTACLE_CHECKS) {
    if (await canAsk(runner, check)) obstacles.push(...(await ask(runner, check)));
  }
  return obstacles;
}

async function canAsk(runner: QueryRunner, { needs, unless }: ObstacleCheck): Promise<boolean> {
  for (const name of needs) if (!(await has(runner, name))) return false;
  for (const name of unless ?? []) if (await has(runner, name)) return false;
  return true;
}

/** Whether there is a table, or a `table.column`. */
async function has(runner: QueryRunner, name: string): Promise<boolean> {
  const [table = '', column] = name.split('.');
  if (!(await runner.hasTable(table))) return false;
  return column === undefined || runner.hasColumn(table, column);
}

/** Ids that a report names; the count says how many there are. */
const NAMED = 20;

async function ask(runner: QueryRunner, check: ObstacleCheck): Promise<Obstacle[]> {
  const rows = (await runner.query(check.sql)) as Record<string, string | number | null>[];
  if (rows.length === 0) return [];
  const more = rows.length > NAMED ? [`… and ${rows.length - NAMED} more`] : [];
  return [
    {
      what: `${rows.length} ${check.what}`,
      where: [...rows.slice(0, NAMED).map(check.where), ...more],
      mend: check.mend,
    },
  ];
}
