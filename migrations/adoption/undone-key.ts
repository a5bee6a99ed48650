import type { QueryRunner } from 'typeorm';
import { exchangeKeys, exchangeKeysIfTheyFit } from '../support/keys.js';
import { isEmbedded } from '../support/schema-steps.js';
import { createSparseIndex } from '../support/sparse-index.js';
import { HISTORY } from './php-view.js';

/** What was given back to a member, in the order in which that happened. */
const KEY = {
  name: 'ix_usage_member_undone',
  columns: ['member_id', 'undone_at'],
  filled: 'undone_at',
};

/** Adds the key; a table of PHP's that has no room for it goes without. */
export async function addUndoneKey(runner: QueryRunner): Promise<void> {
  if (isEmbedded(runner)) return createSparseIndex(runner, HISTORY, KEY);
  await exchangeKeysIfTheyFit(runner, HISTORY, { add: [KEY], drop: [] });
}

/** Takes it away where it is. */
export async function dropUndoneKey(runner: QueryRunner): Promise<void> {
  await exchangeKeys(runner, HISTORY, { add: [], drop: [KEY] });
}
