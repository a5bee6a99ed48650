import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { addSaleColumns, countSales, dropSaleColumns } from './adoption/sale-columns.js';
import { dropUsageFacts } from './adoption/usage-facts.js';
import { longIdColumn } from './support/long-ids.js';
import {
  createNewTable,
  dropNewTable,
  refuseToLoseRows,
  RowsWouldBeLost,
} from './support/own-tables.js';
import { exactTextColumn } from './support/word-columns.js';

const TABLE = 'coach_catalogue_item';

/** What the studio offers for sale, and by which of it a package was sold. */
export class PriceList1700000033000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      longIdColumn(runner),
      exactTextColumn(runner, 'name', 100),
      exactTextColumn(runner, 'rate_type', 20),
      { name: 'sessions', type: 'integer', isNullable: true },
      { name: 'valid_days', type: 'integer', isNullable: true },
      exactTextColumn(runner, 'activation', 20),
      { name: 'price_minor', type: 'integer' },
      exactTextColumn(runner, 'currency', 3),
      { name: 'coach_id', type: 'integer', isNullable: true },
      { name: 'member_can_buy', type: 'smallint', default: 0 },
      { name: 'position', type: 'integer' },
      { name: 'archived_at', type: 'datetime', isNullable: true },
      { name: 'version', type: 'integer', default: 1 },
    ];
    await createNewTable(runner, new Table({ name: TABLE, columns }));
    await addSaleColumns(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await refuseToLosePrices(runner);
    await refuseToLoseRows(runner, [TABLE]);
    // The next step may have been stopped on its way up, and is not on record then.
    await dropUsageFacts(runner);
    await dropSaleColumns(runner);
    await dropNewTable(runner, TABLE);
  }
}

async function refuseToLosePrices(runner: QueryRunner): Promise<void> {
  const { mayDropRows = false } = runner.dataSource.options as { mayDropRows?: boolean };
  const rows = mayDropRows ? 0 : await countSales(runner);
  if (rows > 0) throw new RowsWouldBeLost([{ table: 'the prices of coach_member_list', rows }]);
}
