import type { QueryRunner } from 'typeorm';
import { isEmbedded } from './schema-steps.js';

/**
 * Waits for a change of a table that the server is still at: it goes on with the statement of a
 * process that was killed, and until it ends the table looks as before. Call it before looking.
 * Frozen by migrations/released.json.
 */
export async function awaitUnfinished(runner: QueryRunner, table: string): Promise<void> {
  if (isEmbedded(runner)) return;
  // A statement that writes has to wait, though it writes nothing.
  await runner.query(`DELETE FROM \`${table}\` WHERE 1 = 0`);
}
