import type { QueryRunner } from 'typeorm';
import { isEmbedded } from './schema-steps.js';

/*
 * Columns of tables that hold years: added in place, where the embedded database would otherwise
 * copy all of a table.
 */

/** Adds columns of a code that may be empty, which compares by its code points. */
export async function addCodeColumns(
  runner: QueryRunner,
  table: string,
  names: readonly string[],
  length: number,
): Promise<void> {
  const charset = isEmbedded(runner) ? '' : ' CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
  for (const name of names) {
    if (await runner.hasColumn(table, name)) continue;
    await runner.query(
      `ALTER TABLE \`${table}\` ADD COLUMN \`${name}\` varchar(${length})${charset}`,
    );
  }
}

/**
 * Drops columns that no key and no view names. The server writes the table anew: it would keep the
 * room of each dropped column otherwise, until a row is too large for it.
 */
export async function dropLightColumns(
  runner: QueryRunner,
  table: string,
  names: readonly string[],
): Promise<void> {
  const anew = isEmbedded(runner) ? '' : ', FORCE';
  for (const name of names) {
    if (!(await runner.hasColumn(table, name))) continue;
    await runner.query(`ALTER TABLE \`${table}\` DROP COLUMN \`${name}\`${anew}`);
  }
}
