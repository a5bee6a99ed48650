import type { QueryRunner } from 'typeorm';
import { exchangeKeys, exchangeKeysIfTheyFit } from '../support/keys.js';
import { dropLightColumns } from '../support/light-columns.js';
import { isEmbedded } from '../support/schema-steps.js';
import { createSparseIndex } from '../support/sparse-index.js';
import { HISTORY } from './php-view.js';

const PACKAGES = 'coach_member_list';
const SOURCE = 'source_package_id';
const COLUMNS = [SOURCE, 'transferred_sessions', 'is_transferred'];

/** What a package was transferred to; nearly all packages were sold. */
const KEY = { name: 'ix_package_source', columns: [SOURCE], filled: SOURCE };

/** From which package one was transferred, and what went of it; empty in nearly all. */
export async function addTransferColumns(runner: QueryRunner): Promise<void> {
  for (const name of COLUMNS) {
    if (await runner.hasColumn(PACKAGES, name)) continue;
    await runner.query(`ALTER TABLE \`${PACKAGES}\` ADD COLUMN \`${name}\` integer`);
  }
  if (isEmbedded(runner)) return createSparseIndex(runner, PACKAGES, KEY);
  // A table of PHP's that has no room for it goes without.
  await exchangeKeysIfTheyFit(runner, PACKAGES, { add: [KEY], drop: [] });
}

/** Takes away as much of them as there is. */
export async function dropTransferColumns(runner: QueryRunner): Promise<void> {
  await exchangeKeys(runner, PACKAGES, { add: [], drop: [KEY] });
  await dropLightColumns(runner, PACKAGES, COLUMNS.toReversed());
}

/** How many packages were transferred, or sessions of them, and entries that say so. */
export async function countTransfers(runner: QueryRunner): Promise<number> {
  for (const name of COLUMNS) if (!(await runner.hasColumn(PACKAGES, name))) return 0;
  const [found] = (await runner.query(
    `SELECT (SELECT COUNT(*) FROM ${PACKAGES}
              WHERE ${COLUMNS.map((name) => `${name} IS NOT NULL`).join(' OR ')}) +
            (SELECT COUNT(*) FROM ${HISTORY} WHERE adjustment_type = 'transfer') AS \`rows\``,
  )) as { rows: number | string }[];
  return Number(found?.rows ?? 0);
}

/**
 * What the release before can read: the entries as corrections, so that counts still add up, and
 * what was transferred as sold by nobody knows what price, so that nothing is asked for it twice.
 */
export async function forgetTransfers(runner: QueryRunner): Promise<void> {
  if (!(await runner.hasColumn(PACKAGES, SOURCE))) return;
  await runner.query(
    `UPDATE ${HISTORY} SET replaced_by_id = NULL
      WHERE replaced_by_id IS NOT NULL AND adjustment_type IN ('transfer', 'grant')`,
  );
  await runner.query(
    `UPDATE ${HISTORY} SET adjustment_type = 'adjustment' WHERE adjustment_type = 'transfer'`,
  );
  await runner.query(
    `UPDATE ${PACKAGES} SET price_minor = NULL, price_currency = NULL, paid_minor = NULL,
            open_minor = NULL, is_complimentary = NULL
      WHERE ${SOURCE} IS NOT NULL`,
  );
}
