import type { QueryRunner } from 'typeorm';
import { addCodeColumns, dropLightColumns } from '../support/light-columns.js';
import { createIndexIfMissing, dropIndexIfPresent, isEmbedded } from '../support/schema-steps.js';
import { hideColumnsFromPhp } from './hidden-columns.js';
import { HISTORY } from './php-view.js';

const LOG = 'admin_activity_log';
const CODES = ['reason_code', 'undo_reason_code'];
const LENGTH = 32;
const INDEX = { name: 'ix_activity_reason_time', columns: ['reason_code', 'created_at'] };

/** Which of the studio's reasons people gave: columns of the history and of the log. */
export async function addReasonCodes(runner: QueryRunner): Promise<void> {
  await addCodeColumns(runner, HISTORY, CODES, LENGTH);
  await hideColumnsFromPhp(runner, CODES);
  await addCodeColumns(runner, LOG, ['reason_code'], LENGTH);
  await addIndex(runner);
}

/** Takes away as much of them as there is. */
export async function dropReasonCodes(runner: QueryRunner): Promise<void> {
  await dropIndexIfPresent(runner, LOG, INDEX.name);
  await dropLightColumns(runner, LOG, ['reason_code']);
  await hideColumnsFromPhp(runner, CODES);
  await dropLightColumns(runner, HISTORY, CODES.toReversed());
}

/** Most rows have no code: where the database can, they are not in the index, and cost nothing. */
async function addIndex(runner: QueryRunner): Promise<void> {
  if (!isEmbedded(runner)) return createIndexIfMissing(runner, LOG, INDEX);
  await runner.query(
    `CREATE INDEX IF NOT EXISTS ${INDEX.name} ON ${LOG} (${INDEX.columns.join(', ')})
      WHERE reason_code IS NOT NULL`,
  );
}
