import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refuseObstacles } from './adoption/obstacles.js';
import { isLegacyTable, restoreColumns, takeBackColumns } from './adoption/original-tables.js';
import {
  dropDailyKeys,
  freeLegacyDays,
  holdInLegacyTable,
  originalDailyKeys,
  useOurColumns,
} from './adoption/usage-rows.js';
import { nameRows } from './adoption/row-names.js';
import {
  addColumnsIfMissing,
  createIndexIfMissing,
  dropIndexIfPresent,
  setNullable,
} from './support/schema-steps.js';

const TABLE = 'coach_session_usage';
const NEW_KEYS = [
  {
    name: 'uq_usage_package_day',
    columns: ['coach_member_id', 'usage_date', 'active_slot'],
    isUnique: true,
  },
  {
    name: 'uq_usage_pair_day',
    columns: ['member_id', 'coach_id', 'usage_date', 'active_slot'],
    isUnique: true,
  },
  { name: 'ix_usage_member_time', columns: ['member_id', 'created_at'] },
];
/** Of the step with the opening balances; there still where that was stopped. */
const LATER_KEY = { name: 'ix_usage_package_member' };

/** The server's number for what a unique key refuses. */
const DUPLICATE = 1062;

const ADDED = [
  'member_id',
  'coach_id',
  'adjustment_type',
  'adjustment_amount',
  'balance_after',
  'reason',
  'created_by',
  'undone_at',
  'undone_by',
  'undo_reason',
  'active_slot',
];

/**
 * Usages keep who, why and how they were undone. `active_slot` is 1 while a usage counts and NULL
 * otherwise; as NULLs never collide, the keys allow one active usage a day and many others.
 */
export class UsageHistory1700000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const optional = { isNullable: true };
    await addColumnsIfMissing(runner, TABLE, [
      { name: 'member_id', type: 'integer', ...optional },
      { name: 'coach_id', type: 'integer', ...optional },
      { name: 'adjustment_type', type: 'varchar', length: '20', default: "'automatic'" },
      { name: 'adjustment_amount', type: 'integer', ...optional },
      { name: 'balance_after', type: 'integer', ...optional },
      { name: 'reason', type: 'text', ...optional },
      { name: 'created_by', type: 'integer', ...optional },
      { name: 'undone_at', type: 'datetime', ...optional },
      { name: 'undone_by', type: 'integer', ...optional },
      { name: 'undo_reason', type: 'text', ...optional },
      { name: 'active_slot', type: 'tinyint', default: 1, ...optional },
    ]);
    await useOurColumns(runner);
    await setNullable(runner, TABLE, 'usage_date', true);
    await freeLegacyDays(runner);
    // Before the keys that have these columns: one that is made of full ones is made faster.
    await nameRows(runner);
    try {
      for (const key of NEW_KEYS) await createIndexIfMissing(runner, TABLE, key);
    } catch (error) {
      // What the legacy system has written since it was asked for obstacles.
      if ((error as { errno?: number }).errno === DUPLICATE) await refuseObstacles(runner);
      throw error;
    }
    await dropDailyKeys(runner);
  }

  /** What the old definitions cannot hold is removed here; the archive has it. */
  async down(runner: QueryRunner): Promise<void> {
    const dailyKeys = await originalDailyKeys(runner);
    if (await runner.hasColumn(TABLE, 'active_slot')) {
      await holdInLegacyTable(runner, dailyKeys.length > 0);
    }
    for (const key of dailyKeys) await createIndexIfMissing(runner, TABLE, key);
    for (const { name } of [...NEW_KEYS, LATER_KEY]) await dropIndexIfPresent(runner, TABLE, name);
    if (await isLegacyTable(runner, TABLE)) await restoreColumns(runner, TABLE, ['usage_date']);
    else await setNullable(runner, TABLE, 'usage_date', false);
    await takeBackColumns(runner, TABLE, ADDED.toReversed());
  }
}
