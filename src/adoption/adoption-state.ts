import type { QueryRunner } from 'typeorm';
import { BOOKKEEPING } from '../database/dialects/dialect.js';

/** Whether the books are open: what the last steps of adoption do is on record. */
export async function isAdopted(runner: QueryRunner): Promise<boolean> {
  const table = BOOKKEEPING.migrationsTableName;
  if (!(await runner.hasTable(table))) return false;
  const sql = `SELECT 1 FROM ${table} WHERE name LIKE 'OpeningBalances%'`;
  return ((await runner.query(sql)) as unknown[]).length > 0;
}
