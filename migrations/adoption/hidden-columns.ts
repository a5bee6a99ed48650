import type { QueryRunner } from 'typeorm';
import { isEmbedded } from '../support/schema-steps.js';
import { HIDDEN, HISTORY, USAGES } from './php-view.js';

/**
 * Keeps columns of the history out of PHP's view. The step that makes the view knows those of its
 * time; run again later, it would show PHP what came after it.
 */
export async function hideColumnsFromPhp(
  runner: QueryRunner,
  names: readonly string[],
): Promise<void> {
  if (isEmbedded(runner)) return;
  const shown = await columnsOfView(runner);
  const known = shown.filter((name) => !names.includes(name));
  if (known.length === shown.length) return;
  await runner.query(
    `CREATE OR REPLACE ALGORITHM = MERGE SQL SECURITY INVOKER VIEW ${USAGES} AS
     SELECT ${known.map((name) => `\`${name}\``).join(', ')} FROM ${HISTORY} WHERE ${HIDDEN} = 0`,
  );
}

/** In their order, on which an INSERT of PHP relies; none where the name is that of a table. */
async function columnsOfView(runner: QueryRunner): Promise<string[]> {
  const rows = (await runner.query(
    `SELECT c.COLUMN_NAME AS name FROM information_schema.COLUMNS c
       JOIN information_schema.VIEWS v
         ON v.TABLE_SCHEMA = c.TABLE_SCHEMA AND v.TABLE_NAME = c.TABLE_NAME
      WHERE c.TABLE_SCHEMA = DATABASE() AND c.TABLE_NAME = ? ORDER BY c.ORDINAL_POSITION`,
    [USAGES],
  )) as { name: string }[];
  return rows.map(({ name }) => name);
}
