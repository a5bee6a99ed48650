import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addTransferColumns,
  countTransfers,
  dropTransferColumns,
  forgetTransfers,
} from './adoption/transfer-columns.js';
import { RowsWouldBeLost } from './support/own-tables.js';

/** Sessions that go to another member or coach: from which package, and how many of which went. */
export class Transfers1700000041000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addTransferColumns(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    const { mayDropRows = false } = runner.dataSource.options as { mayDropRows?: boolean };
    const rows = mayDropRows ? 0 : await countTransfers(runner);
    if (rows > 0) throw new RowsWouldBeLost([{ table: 'transfers of packages', rows }]);
    await forgetTransfers(runner);
    await dropTransferColumns(runner);
  }
}
