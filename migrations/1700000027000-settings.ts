import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropNewTable } from './support/own-tables.js';
import { exactTextColumn } from './support/word-columns.js';

const TABLE = 'coach_setting';

/** What the studio has set for itself. What has no row is as it was without the table. */
export class Settings1700000027000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      { ...exactTextColumn(runner, 'name', 50), isPrimary: true },
      { name: 'value', type: 'text' },
      { name: 'version', type: 'integer' },
      { name: 'changed_at', type: 'datetime' },
      { name: 'changed_by', type: 'integer', isNullable: true },
    ];
    await createNewTable(runner, new Table({ name: TABLE, columns }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropNewTable(runner, TABLE);
  }
}
