import type { QueryRunner } from 'typeorm';
import { exchangeKeys, exchangeKeysIfTheyFit, type Key } from '../support/keys.js';
import { HISTORY } from './php-view.js';

/** What was given back to a member, in the order in which that happened. */
const KEY: Key = { name: 'ix_usage_member_undone', columns: ['member_id', 'undone_at'] };

/** Adds the key; a table of PHP's that has no room for it goes without. */
export async function addUndoneKey(runner: QueryRunner): Promise<void> {
  await exchangeKeysIfTheyFit(runner, HISTORY, { add: [KEY], drop: [] });
}

/** Takes it away where it is. */
export async function dropUndoneKey(runner: QueryRunner): Promise<void> {
  await exchangeKeys(runner, HISTORY, { add: [], drop: [KEY] });
}
