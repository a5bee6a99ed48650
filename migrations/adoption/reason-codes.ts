import type { QueryRunner } from 'typeorm';
import { addCodeColumns, dropLightColumns } from '../support/light-columns.js';
import { dropIndexIfPresent } from '../support/schema-steps.js';
import { createSparseIndex } from '../support/sparse-index.js';
import { hideColumnsFromPhp } from './hidden-columns.js';
import { HISTORY } from './php-view.js';

const LOG = 'admin_activity_log';
const CODES = ['reason_code', 'undo_reason_code'];
const LENGTH = 32;
const INDEX = {
  name: 'ix_activity_reason_time',
  columns: ['reason_code', 'created_at'],
  filled: 'reason_code',
};

/** Which of the studio's reasons people gave: columns of the history and of the log. */
export async function addReasonCodes(runner: QueryRunner): Promise<void> {
  await addCodeColumns(runner, HISTORY, CODES, LENGTH);
  await hideColumnsFromPhp(runner, CODES);
  await addCodeColumns(runner, LOG, ['reason_code'], LENGTH);
  await createSparseIndex(runner, LOG, INDEX);
}

/** Takes away as much of them as there is. */
export async function dropReasonCodes(runner: QueryRunner): Promise<void> {
  await dropIndexIfPresent(runner, LOG, INDEX.name);
  await dropLightColumns(runner, LOG, ['reason_code']);
  await hideColumnsFromPhp(runner, CODES);
  await dropLightColumns(runner, HISTORY, CODES.toReversed());
}
