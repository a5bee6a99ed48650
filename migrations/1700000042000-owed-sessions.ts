import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { dropDeliveredColumn } from './adoption/delivered-column.js';
import { createKeyedTable } from './support/keyed-tables.js';
import { longIdColumn } from './support/long-ids.js';
import { dropNewTable, refuseToLoseRows } from './support/own-tables.js';
import { exactTextColumn } from './support/word-columns.js';

const TABLE = 'coach_owed_session';

/** Sessions that members trained with nothing left, until a package settles them. */
export class OwedSessions1700000042000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const isNullable = true;
    const columns = [
      longIdColumn(runner),
      { name: 'member_id', type: 'integer' },
      { name: 'coach_id', type: 'integer' },
      { name: 'usage_date', type: 'date' },
      { ...exactTextColumn(runner, 'attendance', 20), isNullable },
      { name: 'reason', type: 'varchar', length: '500', isNullable },
      { ...exactTextColumn(runner, 'reason_code', 32), isNullable },
      { name: 'delivered_by', type: 'integer', isNullable },
      { name: 'created_at', type: 'datetime' },
      { name: 'created_by', type: 'integer', isNullable },
      { name: 'settled_usage_id', type: 'bigint', isNullable },
      { name: 'cancelled_at', type: 'datetime', isNullable },
      { name: 'cancelled_by', type: 'integer', isNullable },
      { name: 'cancel_reason', type: 'varchar', length: '500', isNullable },
      { ...exactTextColumn(runner, 'cancel_reason_code', 32), isNullable },
    ];
    const indices = [{ name: 'ix_owed_member', columnNames: ['member_id', 'usage_date'] }];
    await createKeyedTable(runner, new Table({ name: TABLE, columns, indices }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await refuseToLoseRows(runner, [TABLE]);
    // The next step may have been stopped on its way up, and is not on record then.
    await dropDeliveredColumn(runner);
    await dropNewTable(runner, TABLE);
  }
}
