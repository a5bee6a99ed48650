import type { QueryRunner } from 'typeorm';
import type { Obstacle } from '../../migrations/adoption/obstacle.js';
import { HISTORY } from '../../migrations/adoption/php-view.js';

/**
 * Triggers on the history of a database that is taken over. `findObstacles` knows the table by
 * PHP's name, which is a view by now and can have none.
 */
export async function historyTriggers(runner: QueryRunner): Promise<Obstacle[]> {
  const found = (await runner.query(
    `SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS
      WHERE TRIGGER_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = ? ORDER BY TRIGGER_NAME`,
    [HISTORY],
  )) as { name: string }[];
  return found.map(({ name }) => ({
    what: `The trigger ${name} acts when a row of ${HISTORY} is written, also by us`,
    where: [],
    mend:
      'Read what it does (SHOW CREATE TRIGGER). Counts and usages are ours since the moving in:\n' +
      `DROP TRIGGER ${name}`,
  }));
}
