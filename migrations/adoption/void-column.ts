import type { QueryRunner } from 'typeorm';
import { exchangeKeys, exchangeKeysIfTheyFit } from '../support/keys.js';
import { addCodeColumns, dropLightColumns } from '../support/light-columns.js';
import { isEmbedded } from '../support/schema-steps.js';
import { createSparseIndex } from '../support/sparse-index.js';
import { HISTORY } from './php-view.js';

const PACKAGES = 'coach_member_list';
const COLUMN = 'voided_status';
const KEY = { name: 'ix_package_voided', columns: [COLUMN], filled: COLUMN };

/** The legacy status that a package had when it was voided; PHP's inserts leave it out. */
export async function addVoidColumn(runner: QueryRunner): Promise<void> {
  await addCodeColumns(runner, PACKAGES, [COLUMN], 20);
  if (isEmbedded(runner)) return createSparseIndex(runner, PACKAGES, KEY);
  // A table of PHP's that has no room for it goes without.
  await exchangeKeysIfTheyFit(runner, PACKAGES, { add: [KEY], drop: [] });
}

/** Takes away as much of it as there is. */
export async function dropVoidColumn(runner: QueryRunner): Promise<void> {
  await exchangeKeys(runner, PACKAGES, { add: [], drop: [KEY] });
  await dropLightColumns(runner, PACKAGES, [COLUMN]);
}

/** How many packages are voided, and entries say so of them and of others. */
export async function countVoided(runner: QueryRunner): Promise<number> {
  if (!(await runner.hasColumn(PACKAGES, COLUMN))) return 0;
  const [found] = (await runner.query(
    `SELECT (SELECT COUNT(*) FROM ${PACKAGES} WHERE ${COLUMN} IS NOT NULL) +
            (SELECT COUNT(*) FROM ${HISTORY}
              WHERE adjustment_type IN ('void', 'reopen')) AS \`rows\``,
  )) as { rows: number | string }[];
  return Number(found?.rows ?? 0);
}
