import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropNewTable } from './support/own-tables.js';

const COUNTS = 'coach_refusal_count';
const RETENTION = 'coach_address_retention';

/**
 * What keeps the activity log within bounds: how often people were refused the same lately, of
 * which the log gets one row by the hour; and how far IP addresses were taken out of it.
 */
export class BoundedLog1700000017000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const key = { isPrimary: true };
    const counts = [
      { name: 'ends_at', type: 'datetime', ...key },
      { name: 'actor_id', type: 'integer', ...key },
      { name: 'action', type: 'varchar', length: '64', ...key },
      { name: 'code', type: 'varchar', length: '50', ...key },
      { name: 'member_id', type: 'integer', ...key },
      { name: 'logged', type: 'integer', default: 0 },
      { name: 'counted', type: 'integer', default: 0 },
      { name: 'actor_role', type: 'varchar', length: '20' },
      { name: 'outcome', type: 'varchar', length: '10' },
      { name: 'status', type: 'integer' },
      { name: 'last_at', type: 'datetime' },
    ];
    await createNewTable(runner, new Table({ name: COUNTS, columns: counts }));
    const retention = [
      { name: 'id', type: 'integer', ...key },
      { name: 'position', type: 'varchar', length: '30' },
    ];
    await createNewTable(runner, new Table({ name: RETENTION, columns: retention }));
  }

  async down(runner: QueryRunner): Promise<void> {
    // Only what the log has not got yet would be lost.
    await removeRows(runner, COUNTS, 'counted = 0');
    await dropNewTable(runner, COUNTS);
    await removeRows(runner, RETENTION, '1 = 1');
    await dropNewTable(runner, RETENTION);
  }
}

async function removeRows(runner: QueryRunner, table: string, which: string): Promise<void> {
  if (await runner.hasTable(table)) await runner.query(`DELETE FROM ${table} WHERE ${which}`);
}
