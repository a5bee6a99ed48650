import type { QueryRunner } from 'typeorm';
import { addCodeColumns, dropLightColumns } from '../support/light-columns.js';

const PACKAGES = 'coach_member_list';
const COLUMN = 'frozen_days';

/** On which days a package is frozen; empty where it is not, as in what PHP inserts. */
export async function addFreezeColumn(runner: QueryRunner): Promise<void> {
  await addCodeColumns(runner, PACKAGES, [COLUMN], 1000);
}

/** Takes it away, if it is there. */
export async function dropFreezeColumn(runner: QueryRunner): Promise<void> {
  await dropLightColumns(runner, PACKAGES, [COLUMN]);
}
