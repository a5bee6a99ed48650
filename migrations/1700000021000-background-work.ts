import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropNewTable } from './support/own-tables.js';

const TASKS = 'coach_task';

/** What is done again and again in the background: when next, by whom just now, how it ended. */
export class BackgroundWork1700000021000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      { name: 'name', type: 'varchar', length: '64', isPrimary: true },
      { name: 'next_run_at', type: 'datetime' },
      { name: 'lease_until', type: 'datetime', isNullable: true },
      { name: 'lease_token', type: 'varchar', length: '36', isNullable: true },
      { name: 'last_run_at', type: 'datetime', isNullable: true },
      { name: 'last_result', type: 'varchar', length: '64', isNullable: true },
      { name: 'last_took_ms', type: 'integer', isNullable: true },
    ];
    await createNewTable(runner, new Table({ name: TASKS, columns }));
  }

  async down(runner: QueryRunner): Promise<void> {
    // When each is due next is all that is lost: each is then due anew.
    if (await runner.hasTable(TASKS)) await runner.query(`DELETE FROM ${TASKS}`);
    await dropNewTable(runner, TASKS);
  }
}
