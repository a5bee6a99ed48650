import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { addFreezeColumn, dropFreezeColumn } from './adoption/freeze-column.js';
import { dropTransferColumns } from './adoption/transfer-columns.js';
import { createKeyedTable } from './support/keyed-tables.js';
import { longIdColumn } from './support/long-ids.js';
import { dropNewTable, refuseToLoseRows } from './support/own-tables.js';
import { exactTextColumn } from './support/word-columns.js';

const TABLE = 'coach_package_freeze';

/** Days on which nothing is used of a package, while its end waits. */
export class PackageFreezes1700000040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const isNullable = true;
    const columns = [
      longIdColumn(runner),
      { name: 'package_id', type: 'integer' },
      { name: 'member_id', type: 'integer' },
      exactTextColumn(runner, 'from_day', 10),
      { ...exactTextColumn(runner, 'to_day', 10), isNullable },
      { name: 'days_added', type: 'integer', isNullable },
      { name: 'reason', type: 'varchar', length: '500', isNullable },
      { ...exactTextColumn(runner, 'reason_code', 32), isNullable },
      { name: 'created_at', type: 'datetime' },
      { name: 'created_by', type: 'integer', isNullable },
      { name: 'ended_at', type: 'datetime', isNullable },
      { name: 'ended_by', type: 'integer', isNullable },
    ];
    const indices = [
      { name: 'ix_freeze_package', columnNames: ['package_id'] },
      { name: 'ix_freeze_to', columnNames: ['to_day'] },
    ];
    await createKeyedTable(runner, new Table({ name: TABLE, columns, indices }));
    await addFreezeColumn(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await refuseToLoseRows(runner, [TABLE]);
    // The next step may have been stopped on its way up, and is not on record then.
    await dropTransferColumns(runner);
    await dropFreezeColumn(runner);
    await dropNewTable(runner, TABLE);
  }
}
