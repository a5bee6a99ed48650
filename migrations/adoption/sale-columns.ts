import type { QueryRunner } from 'typeorm';
import { addCodeColumns, dropLightColumns } from '../support/light-columns.js';

const PACKAGES = 'coach_member_list';
const TEXTS = { item_name: 100, price_currency: 3, activation: 20 };
const NUMBERS = ['catalogue_item_id', 'price_minor', 'is_complimentary', 'valid_days'];

/**
 * How a package was sold by the price list, as it was then. All may be empty: PHP sells without.
 * What other programs may call theirs has a name of more than one word.
 */
export async function addSaleColumns(runner: QueryRunner): Promise<void> {
  for (const [name, length] of Object.entries(TEXTS)) {
    await addCodeColumns(runner, PACKAGES, [name], length);
  }
  for (const name of NUMBERS) {
    if (await runner.hasColumn(PACKAGES, name)) continue;
    await runner.query(`ALTER TABLE \`${PACKAGES}\` ADD COLUMN \`${name}\` integer`);
  }
}

/** Takes away as much of them as there is. */
export async function dropSaleColumns(runner: QueryRunner): Promise<void> {
  await dropLightColumns(runner, PACKAGES, [...NUMBERS, ...Object.keys(TEXTS)].toReversed());
}

/** How many packages were sold by the price list. */
export async function countSales(runner: QueryRunner): Promise<number> {
  if (!(await runner.hasColumn(PACKAGES, 'item_name'))) return 0;
  const sql = `SELECT COUNT(*) AS \`rows\` FROM ${PACKAGES} WHERE item_name IS NOT NULL`;
  const [found] = (await runner.query(sql)) as { rows: number | string }[];
  return Number(found?.rows ?? 0);
}
