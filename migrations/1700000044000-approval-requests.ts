import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createKeyedTable } from './support/keyed-tables.js';
import { longIdColumn } from './support/long-ids.js';
import { dropNewTable, refuseToLoseRows } from './support/own-tables.js';
import { exactTextColumn } from './support/word-columns.js';

const TABLE = 'coach_approval';

/** What coaches may not do alone, and have asked the desk for. */
export class ApprovalRequests1700000044000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const isNullable = true;
    const columns = [
      longIdColumn(runner),
      exactTextColumn(runner, 'kind', 20),
      { name: 'member_id', type: 'integer' },
      { name: 'package_id', type: 'integer' },
      { name: 'usage_id', type: 'bigint', isNullable },
      { name: 'usage_date', type: 'date', isNullable },
      { name: 'adjustment', type: 'integer', isNullable },
      { name: 'expires_at', type: 'datetime', isNullable },
      { name: 'days', type: 'integer', isNullable },
      { name: 'reason', type: 'varchar', length: '500', isNullable },
      { ...exactTextColumn(runner, 'reason_code', 32), isNullable },
      { name: 'created_at', type: 'datetime' },
      { name: 'created_by', type: 'integer' },
      exactTextColumn(runner, 'state', 20),
      { name: 'decided_at', type: 'datetime', isNullable },
      { name: 'decided_by', type: 'integer', isNullable },
      { name: 'decision_reason', type: 'varchar', length: '500', isNullable },
      { name: 'done_usage_id', type: 'bigint', isNullable },
    ];
    const indices = [
      { name: 'ix_approval_state', columnNames: ['state', 'created_at'] },
      { name: 'ix_approval_member', columnNames: ['member_id'] },
      { name: 'ix_approval_asker', columnNames: ['created_by', 'state'] },
    ];
    await createKeyedTable(runner, new Table({ name: TABLE, columns, indices }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await refuseToLoseRows(runner, [TABLE]);
    await dropNewTable(runner, TABLE);
  }
}
