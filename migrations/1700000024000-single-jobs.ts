import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { longIdColumn } from './support/long-ids.js';
import { createNewTable, dropNewTable } from './support/own-tables.js';
import { longTextColumn } from './support/schema-steps.js';

const JOBS = 'coach_job';

/** What is done once, in the background: what, when, by whom just now, how often it was tried. */
export class SingleJobs1700000024000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      longIdColumn(runner),
      { name: 'kind', type: 'varchar', length: '40' },
      { name: 'dedupe_key', type: 'varchar', length: '190', isNullable: true },
      longTextColumn(runner, 'payload', {}),
      { name: 'state', type: 'varchar', length: '10' },
      { name: 'due_at', type: 'datetime' },
      { name: 'attempts', type: 'integer' },
      { name: 'lease_until', type: 'datetime', isNullable: true },
      { name: 'lease_token', type: 'varchar', length: '36', isNullable: true },
      { name: 'last_error', type: 'varchar', length: '500', isNullable: true },
      { name: 'created_at', type: 'datetime' },
      { name: 'finished_at', type: 'datetime', isNullable: true },
      { name: 'expires_at', type: 'datetime', isNullable: true },
    ];
    const indices = [
      { name: 'uq_job_key', columnNames: ['kind', 'dedupe_key'], isUnique: true },
      { name: 'ix_job_due', columnNames: ['state', 'due_at', 'id'] },
      { name: 'ix_job_expires', columnNames: ['expires_at'] },
    ];
    await createNewTable(runner, new Table({ name: JOBS, columns, indices }));
  }

  async down(runner: QueryRunner): Promise<void> {
    // What is done is no loss; what is not yet, or died, somebody has to know of.
    if (await runner.hasTable(JOBS)) {
      await runner.query(`DELETE FROM ${JOBS} WHERE state = 'done'`);
    }
    await dropNewTable(runner, JOBS);
  }
}
