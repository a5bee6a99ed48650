import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { dropFreezeColumn } from './adoption/freeze-column.js';
import { addRefundColumns, dropRefundColumns } from './adoption/refund-columns.js';
import { createKeyedTable } from './support/keyed-tables.js';
import { longIdColumn } from './support/long-ids.js';
import { dropNewTable, refuseToLoseRows } from './support/own-tables.js';
import { exactTextColumn } from './support/word-columns.js';

const TABLE = 'coach_refund';

/** Money that the studio paid back, with numbers of the same sequence as what it was given. */
export class Refunds1700000039000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const isNullable = true;
    const columns = [
      longIdColumn(runner),
      { name: 'receipt_number', type: 'integer' },
      { name: 'payment_id', type: 'integer' },
      { name: 'package_id', type: 'integer' },
      { name: 'amount_minor', type: 'integer' },
      exactTextColumn(runner, 'currency', 3),
      { name: 'sessions', type: 'integer' },
      { name: 'created_at', type: 'datetime' },
      { name: 'created_by', type: 'integer', isNullable },
      { name: 'reason', type: 'varchar', length: '500', isNullable },
      { ...exactTextColumn(runner, 'reason_code', 32), isNullable },
    ];
    const indices = [
      { name: 'uq_refund_number', columnNames: ['receipt_number'], isUnique: true },
      { name: 'ix_refund_payment', columnNames: ['payment_id'] },
      { name: 'ix_refund_package', columnNames: ['package_id'] },
    ];
    await createKeyedTable(runner, new Table({ name: TABLE, columns, indices }));
    await addRefundColumns(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await refuseToLoseRows(runner, [TABLE]);
    // The next step may have been stopped on its way up, and is not on record then.
    await dropFreezeColumn(runner);
    await dropRefundColumns(runner);
    await dropNewTable(runner, TABLE);
  }
}
