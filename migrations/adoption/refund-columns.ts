import type { QueryRunner } from 'typeorm';
import { dropLightColumns } from '../support/light-columns.js';

const PACKAGES = 'coach_member_list';
const COLUMNS = ['refunded_minor', 'refunded_sessions', 'is_refunded'];

/** What of a package was paid back; empty where nothing was. */
export async function addRefundColumns(runner: QueryRunner): Promise<void> {
  for (const name of COLUMNS) {
    if (await runner.hasColumn(PACKAGES, name)) continue;
    await runner.query(`ALTER TABLE \`${PACKAGES}\` ADD COLUMN \`${name}\` integer`);
  }
}

/** Takes away as much of them as there is. */
export async function dropRefundColumns(runner: QueryRunner): Promise<void> {
  await dropLightColumns(runner, PACKAGES, COLUMNS.toReversed());
}
