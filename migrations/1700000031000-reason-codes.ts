import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hideColumnsFromPhp } from './adoption/hidden-columns.js';
import { addCodeColumns, dropLightColumns } from './support/light-columns.js';
import { RowsWouldBeLost } from './support/own-tables.js';
import { createIndexIfMissing, dropIndexIfPresent } from './support/schema-steps.js';

const HISTORY = 'coach_usage_history';
const LOG = 'admin_activity_log';
const CODES = ['reason_code', 'undo_reason_code'];
const LENGTH = 32;
const INDEX = { name: 'ix_activity_reason_time', columns: ['reason_code', 'created_at'] };

/** Which of the studio's reasons people gave, beside their own words. PHP gives none. */
export class ReasonCodes1700000031000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addCodeColumns(runner, HISTORY, CODES, LENGTH);
    await hideColumnsFromPhp(runner, CODES);
    await addCodeColumns(runner, LOG, ['reason_code'], LENGTH);
    await createIndexIfMissing(runner, LOG, INDEX);
  }

  async down(runner: QueryRunner): Promise<void> {
    // The log has each of them, those of the history too.
    await refuseToLoseCodes(runner);
    await dropIndexIfPresent(runner, LOG, INDEX.name);
    await dropLightColumns(runner, LOG, ['reason_code']);
    await hideColumnsFromPhp(runner, CODES);
    await dropLightColumns(runner, HISTORY, CODES.toReversed());
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
