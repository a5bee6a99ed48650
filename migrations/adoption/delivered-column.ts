import type { QueryRunner } from 'typeorm';
import { dropLightColumns } from '../support/light-columns.js';
import { hideColumnsFromPhp } from './hidden-columns.js';
import { HISTORY } from './php-view.js';

const COLUMN = 'delivered_by';

/** Who trained, where it was not the coach of the package; empty in what PHP writes. */
export async function addDeliveredColumn(runner: QueryRunner): Promise<void> {
  if (!(await runner.hasColumn(HISTORY, COLUMN))) {
    await runner.query(`ALTER TABLE ${HISTORY} ADD COLUMN ${COLUMN} integer`);
  }
  await hideColumnsFromPhp(runner, [COLUMN]);
}

/** Takes it away, where it is there. */
export async function dropDeliveredColumn(runner: QueryRunner): Promise<void> {
  await hideColumnsFromPhp(runner, [COLUMN]);
  await dropLightColumns(runner, HISTORY, [COLUMN]);
}

/** How many rows say who trained instead. */
export async function countDelivered(runner: QueryRunner): Promise<number> {
  if (!(await runner.hasColumn(HISTORY, COLUMN))) return 0;
  const sql = `SELECT COUNT(*) AS \`rows\` FROM ${HISTORY} WHERE ${COLUMN} IS NOT NULL`;
  const [found] = (await runner.query(sql)) as { rows: number | string }[];
  return Number(found?.rows ?? 0);
}
