import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addReasonCodes, dropReasonCodes } from './adoption/reason-codes.js';
import { dropUndoneKey } from './adoption/undone-key.js';
import { RowsWouldBeLost } from './support/own-tables.js';

const LOG = 'admin_activity_log';

/** Which of the studio's reasons people gave, beside their own words. PHP gives none. */
export class ReasonCodes1700000031000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addReasonCodes(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    // The log has each of them, those of the history too.
    await refuseToLoseCodes(runner);
    // The next step may have been stopped on its way up, and is not on record then.
    await dropUndoneKey(runner);
    await dropReasonCodes(runner);
  }
}

async function refuseToLoseCodes(runner: QueryRunner): Promise<void> {
  const { mayDropRows = false } = runner.dataSource.options as { mayDropRows?: boolean };
  if (mayDropRows || !(await runner.hasColumn(LOG, 'reason_code'))) return;
  const sql = `SELECT COUNT(*) AS \`rows\` FROM ${LOG} WHERE reason_code IS NOT NULL`;
  const [found] = (await runner.query(sql)) as { rows: number | string }[];
  const rows = Number(found?.rows ?? 0);
  if (rows > 0) throw new RowsWouldBeLost([{ table: `the reason codes of ${LOG}`, rows }]);
}
