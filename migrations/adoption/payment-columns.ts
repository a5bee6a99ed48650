import type { QueryRunner } from 'typeorm';
import { dropLightColumns } from '../support/light-columns.js';
import { createSparseIndex } from '../support/sparse-index.js';
import { exchangeKeys, exchangeKeysIfTheyFit } from '../support/keys.js';
import { isEmbedded } from '../support/schema-steps.js';

const PACKAGES = 'coach_member_list';
const COLUMNS = ['paid_minor', 'open_minor'];

/** The packages of which something is to be paid; they are few of those of many years. */
const KEY = { name: 'ix_member_list_open', columns: ['open_minor'], filled: 'open_minor' };

/**
 * What was paid of the price of a package, and what is still to be paid; both may be empty: of what
 * PHP sells nobody knows the price. What was sold by the price list before is paid nothing of yet.
 */
export async function addPaymentColumns(runner: QueryRunner): Promise<void> {
  for (const name of COLUMNS) {
    if (await runner.hasColumn(PACKAGES, name)) continue;
    await runner.query(`ALTER TABLE \`${PACKAGES}\` ADD COLUMN \`${name}\` integer`);
  }
  await runner.query(
    `UPDATE ${PACKAGES} SET open_minor = NULLIF(price_minor, 0), paid_minor = 0
      WHERE price_minor IS NOT NULL AND paid_minor IS NULL`,
  );
  if (isEmbedded(runner)) return createSparseIndex(runner, PACKAGES, KEY);
  await exchangeKeysIfTheyFit(runner, PACKAGES, { add: [KEY], drop: [] });
}

/** Takes away as much of them as there is. */
export async function dropPaymentColumns(runner: QueryRunner): Promise<void> {
  await exchangeKeys(runner, PACKAGES, { add: [], drop: [KEY] });
  await dropLightColumns(runner, PACKAGES, COLUMNS.toReversed());
}
