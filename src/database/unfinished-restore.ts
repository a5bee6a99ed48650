import type { DataSource } from 'typeorm';
import { SchemaError } from './schema-error.js';

/** Stands in a database as long as a restore into it has not come to its end. */
export const UNFINISHED = 'coach_restore_unfinished';

/** Throws a `SchemaError` where a restore has not ended: any part of the rows may be missing. */
export async function requireRestored(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable(UNFINISHED))) return;
  } finally {
    await runner.release();
  }
  throw new SchemaError('A restore into this database did not come to its end. Run it again.');
}
