import type { QueryRunner, Table } from 'typeorm';
import { createNewTable } from './own-tables.js';
import { createIndexIfMissing } from './schema-steps.js';

/**
 * As `createNewTable`, for a table with keys: these are dropped before their table, one by one, and
 * a way back that was stopped in between has left a table without some of them.
 */
export async function createKeyedTable(runner: QueryRunner, table: Table): Promise<void> {
  const isLeft = await runner.hasTable(table.name);
  await createNewTable(runner, table);
  if (!isLeft) return;
  for (const { name = '', columnNames: columns, isUnique } of table.indices) {
    await createIndexIfMissing(runner, table.name, { name, columns, isUnique });
  }
}
