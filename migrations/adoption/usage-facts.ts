import type { QueryRunner } from 'typeorm';
import { addCodeColumns, dropLightColumns } from '../support/light-columns.js';
import { hideColumnsFromPhp } from './hidden-columns.js';
import { keepingTimes } from './own-times.js';
import { HISTORY } from './php-view.js';

const ATTENDANCE = 'attended_as';
const NUMBERS = ['used_again', 'replaced_by_id'];
const ALL = [ATTENDANCE, ...NUMBERS];

/**
 * How a session came to be used: whether somebody came, whether it was one more of its day on
 * purpose, and which row took its place. All are empty in what PHP writes.
 */
export async function addUsageFacts(runner: QueryRunner): Promise<void> {
  await addCodeColumns(runner, HISTORY, [ATTENDANCE], 20);
  for (const name of NUMBERS) {
    if (await runner.hasColumn(HISTORY, name)) continue;
    await runner.query(`ALTER TABLE ${HISTORY} ADD COLUMN ${name} integer`);
  }
  await hideColumnsFromPhp(runner, ALL);
}

/** Takes away as much of them as there is. */
export async function dropUsageFacts(runner: QueryRunner): Promise<void> {
  await hideColumnsFromPhp(runner, ALL);
  await dropLightColumns(runner, HISTORY, ALL.toReversed());
}

/** How many rows say something by them. */
export async function countUsageFacts(runner: QueryRunner): Promise<number> {
  const known: string[] = [];
  for (const name of ALL) if (await runner.hasColumn(HISTORY, name)) known.push(name);
  if (known.length === 0) return 0;
  const said = known.map((name) => `${name} IS NOT NULL`).join(' OR ');
  const sql = `SELECT COUNT(*) AS \`rows\` FROM ${HISTORY} WHERE ${said}`;
  const [found] = (await runner.query(sql)) as { rows: number | string }[];
  return Number(found?.rows ?? 0);
}

/**
 * Before this, a day had one session: further ones stay in the count, as entries that take no day,
 * like what PHP takes a second time.
 */
export async function bookFurtherSessions(runner: QueryRunner): Promise<void> {
  await runner.query(
    `UPDATE ${HISTORY} SET adjustment_type = 'external', adjustment_amount = -1,
            active_slot = NULL${await keepingTimes(runner, HISTORY)}
      WHERE active_slot > 1`,
  );
}
