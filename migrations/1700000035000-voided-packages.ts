import type { MigrationInterface, QueryRunner } from 'typeorm';
import { HISTORY } from './adoption/php-view.js';
import { summarise } from './adoption/summary-view.js';
import { summariseEntries } from './adoption/entries-view.js';
import { dropPaymentColumns } from './adoption/payment-columns.js';
import { addVoidColumn, countVoided, dropVoidColumn } from './adoption/void-column.js';
import { RowsWouldBeLost } from './support/own-tables.js';

/** Packages that were taken back: what they had goes by an entry, which the sums know. */
export class VoidedPackages1700000035000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addVoidColumn(runner);
    await summariseEntries(runner, HISTORY);
  }

  async down(runner: QueryRunner): Promise<void> {
    const { mayDropRows = false } = runner.dataSource.options as { mayDropRows?: boolean };
    const rows = mayDropRows ? 0 : await countVoided(runner);
    if (rows > 0) throw new RowsWouldBeLost([{ table: 'voids of packages', rows }]);
    // The next step may have been stopped on its way up, and is not on record then.
    await dropPaymentColumns(runner);
    // The release before knows no such entries: as corrections they go on adding up.
    await runner.query(
      `UPDATE ${HISTORY} SET adjustment_type = 'adjustment'
        WHERE adjustment_type IN ('void', 'reopen')`,
    );
    await summarise(runner, HISTORY);
    await dropVoidColumn(runner);
  }
}
