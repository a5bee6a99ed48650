import type { QueryRunner, TableColumnOptions } from 'typeorm';
import { isEmbedded } from './schema-steps.js';

/* Columns of text that a program compares. Frozen by migrations/released.json. */

/** A text that compares by its code points, on both databases alike. */
export function exactTextColumn(
  runner: QueryRunner,
  name: string,
  length: number,
): TableColumnOptions {
  const collation = isEmbedded(runner) ? {} : { charset: 'utf8mb4', collation: 'utf8mb4_bin' };
  return { name, type: 'varchar', length: String(length), ...collation };
}
