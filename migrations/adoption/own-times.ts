import type { QueryRunner } from 'typeorm';
import { isEmbedded } from '../support/schema-steps.js';

/**
 * Further assignments of an UPDATE by which columns that note the time of a change by themselves
 * keep theirs: what a migration adds to a row is no change of the row to the legacy system.
 */
export async function keepingTimes(runner: QueryRunner, table: string): Promise<string> {
  if (isEmbedded(runner)) return '';
  const rows = (await runner.query(
    `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND EXTRA LIKE '%on update%'`,
    [table],
  )) as { name: string }[];
  return rows.map(({ name }) => `, \`${name}\` = \`${name}\``).join('');
}
