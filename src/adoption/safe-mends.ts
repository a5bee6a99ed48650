import type { DataSource } from 'typeorm';
import type { Obstacle } from '../../migrations/adoption/obstacle.js';
import { AdoptionRefused, findObstacles } from '../../migrations/adoption/obstacles.js';
import type { Config } from '../config/config.js';

/** Statements of frozen checks that would give somebody more than they have, and better ones. */
const BETTER: readonly { readonly statement: string; readonly mend: string }[] = [
  {
    statement: 'UPDATE coach_member_list SET expires_at = NULL WHERE id IN (…)',
    mend: [
      'Set the day that was sold; until it is known, one that is past gives nobody anything:',
      "UPDATE coach_member_list SET expires_at = '2000-01-01 00:00:00' WHERE id IN (…)",
    ].join('\n'),
  },
];

/** The same obstacles; what is advised leaves nobody better off than before. */
export function withSafeMends(obstacles: readonly Obstacle[]): Obstacle[] {
  return obstacles.map((obstacle) => {
    const better = BETTER.find(({ statement }) => obstacle.mend.includes(statement));
    return better ? { ...obstacle, mend: better.mend } : obstacle;
  });
}

/**
 * Throws `AdoptionRefused`, as the first migration would, with what is safe to advise. A database
 * of which it was begun is left to the migrations.
 */
export async function requireNoObstacles(dataSource: DataSource, config: Config): Promise<void> {
  if (config.database.kind === 'sqlite') return;
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable('coach_member_list'))) return;
    if (await runner.hasTable('coach_schema_origin')) return;
    const obstacles = withSafeMends(await findObstacles(runner));
    if (obstacles.length > 0) throw new AdoptionRefused(obstacles);
  } finally {
    await runner.release();
  }
}
