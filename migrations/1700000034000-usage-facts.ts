import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addUsageFacts,
  bookFurtherSessions,
  countUsageFacts,
  dropUsageFacts,
} from './adoption/usage-facts.js';
import { dropVoidColumn } from './adoption/void-column.js';
import { RowsWouldBeLost } from './support/own-tables.js';

/** Whether somebody came, further sessions of a day, and which row took another's place. */
export class UsageFacts1700000034000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addUsageFacts(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await refuseToLoseFacts(runner);
    // The next step may have been stopped on its way up, and is not on record then.
    await dropVoidColumn(runner);
    await bookFurtherSessions(runner);
    await dropUsageFacts(runner);
  }
}

async function refuseToLoseFacts(runner: QueryRunner): Promise<void> {
  const { mayDropRows = false } = runner.dataSource.options as { mayDropRows?: boolean };
  const rows = mayDropRows ? 0 : await countUsageFacts(runner);
  const table = 'how sessions of coach_usage_history were used';
  if (rows > 0) throw new RowsWouldBeLost([{ table, rows }]);
}
