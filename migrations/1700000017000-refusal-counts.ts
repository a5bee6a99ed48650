import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropNewTable } from './support/own-tables.js';

const TABLE = 'coach_refusal_count';

/**
 * How often people were refused the same lately. The log gets the first of an hour one by one, and
 * the others as one row; a revert drops what it has got already.
 */
export class RefusalCounts1700000017000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const key = { isPrimary: true };
    const columns = [
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
    await createNewTable(runner, new Table({ name: TABLE, columns }));
  }

  async down(runner: QueryRunner): Promise<void> {
    if (await runner.hasTable(TABLE)) await runner.query(`DELETE FROM ${TABLE} WHERE counted = 0`);
    await dropNewTable(runner, TABLE);
  }
}
