import type { QueryRunner, TableColumnOptions } from 'typeorm';
import { idColumn, isEmbedded } from './schema-steps.js';
import { awaitUnfinished } from './unfinished.js';

/*
 * Ids that no use of a table exhausts. The embedded database has no others. Frozen by
 * migrations/released.json.
 */

/** A generated primary key, for every table that is made from now on. */
export function longIdColumn(runner: QueryRunner): TableColumnOptions {
  return { ...idColumn, type: isEmbedded(runner) ? 'integer' : 'bigint' };
}

/** Makes the ids of a table long, unless they are. Others wait meanwhile: for small tables. */
export async function lengthenId(runner: QueryRunner, table: string): Promise<void> {
  if (isEmbedded(runner) || (await typeOfId(runner, table)) !== 'int') return;
  await runner.query(`ALTER TABLE \`${table}\` MODIFY id bigint NOT NULL AUTO_INCREMENT`);
}

/**
 * Takes that back. The rows are numbered anew, because an id may not fit any more: for tables whose
 * ids stand nowhere else.
 */
export async function shortenId(runner: QueryRunner, table: string): Promise<void> {
  if (isEmbedded(runner) || (await typeOfId(runner, table)) !== 'bigint') return;
  await runner.query(
    `ALTER TABLE \`${table}\` DROP PRIMARY KEY, DROP COLUMN id,
       ADD COLUMN id int NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST`,
  );
}

/** Undefined where there is no such table. */
async function typeOfId(runner: QueryRunner, table: string): Promise<string | undefined> {
  if (!(await runner.hasTable(table))) return undefined;
  await awaitUnfinished(runner, table);
  const [column] = (await runner.query(
    `SELECT DATA_TYPE AS type FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND COLUMN_NAME = 'id'`,
    [table],
  )) as { type: string }[];
  return column?.type;
}
