import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { addPaymentColumns, dropPaymentColumns } from './adoption/payment-columns.js';
import { dropRefundColumns } from './adoption/refund-columns.js';
import { createKeyedTable } from './support/keyed-tables.js';
import { longIdColumn } from './support/long-ids.js';
import {
  createNewTable,
  dropNewTable,
  dropOwnTable,
  refuseToLoseRows,
} from './support/own-tables.js';
import { exactTextColumn } from './support/word-columns.js';

const PAYMENTS = 'coach_payment';
const COUNTERS = 'coach_counter';

/** Money that the studio was given, with numbers that have no gaps; and what is to be paid. */
export class Payments1700000036000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createKeyedTable(runner, paymentTable(runner));
    const columns = [
      { ...exactTextColumn(runner, 'name', 20), isPrimary: true },
      { name: 'last_number', type: 'integer' },
    ];
    await createNewTable(runner, new Table({ name: COUNTERS, columns }));
    await addPaymentColumns(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await refuseToLoseRows(runner, [PAYMENTS]);
    // The next step may have been stopped on its way up, and is not on record then.
    await dropRefundColumns(runner);
    await dropPaymentColumns(runner);
    await dropNewTable(runner, PAYMENTS);
    await dropOwnTable(runner, COUNTERS);
  }
}

function paymentTable(runner: QueryRunner): Table {
  const isNullable = true;
  const columns = [
    longIdColumn(runner),
    { name: 'receipt_number', type: 'integer' },
    { name: 'member_id', type: 'integer' },
    { name: 'coach_id', type: 'integer' },
    { name: 'package_id', type: 'integer' },
    { name: 'item_name', type: 'varchar', length: '100', isNullable },
    { name: 'sessions_sold', type: 'integer', isNullable },
    exactTextColumn(runner, 'method', 20),
    { name: 'amount_minor', type: 'integer' },
    exactTextColumn(runner, 'currency', 3),
    { name: 'received_at', type: 'datetime' },
    { name: 'note', type: 'varchar', length: '500', isNullable },
    { name: 'created_at', type: 'datetime' },
    { name: 'created_by', type: 'integer', isNullable },
    { name: 'voided_at', type: 'datetime', isNullable },
    { name: 'voided_by', type: 'integer', isNullable },
    { name: 'void_reason', type: 'varchar', length: '500', isNullable },
    { ...exactTextColumn(runner, 'void_reason_code', 32), isNullable },
  ];
  const indices = [
    { name: 'uq_payment_number', columnNames: ['receipt_number'], isUnique: true },
    { name: 'ix_payment_member', columnNames: ['member_id'] },
    { name: 'ix_payment_package', columnNames: ['package_id'] },
  ];
  return new Table({ name: PAYMENTS, columns, indices });
}
