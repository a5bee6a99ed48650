import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumnsIfMissing,
  createIndexIfMissing,
  dropColumnsIfPresent,
  dropIndexIfPresent,
  setNullable,
} from '../src/database/migration-helpers.js';

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
const OLD_KEY = {
  name: 'unique_daily_usage',
  columns: ['coach_member_id', 'usage_date'],
  isUnique: true,
};

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
    await setNullable(runner, TABLE, 'usage_date', true);
    for (const key of NEW_KEYS) await createIndexIfMissing(runner, TABLE, key);
    await dropIndexIfPresent(runner, TABLE, OLD_KEY.name);
  }

  /** Rows that the legacy key cannot hold are dropped: they exist only since `up`. */
  async down(runner: QueryRunner): Promise<void> {
    if (await runner.hasColumn(TABLE, 'active_slot')) {
      await runner.query(`DELETE FROM ${TABLE} WHERE active_slot IS NULL OR usage_date IS NULL`);
    }
    await createIndexIfMissing(runner, TABLE, OLD_KEY);
    for (const key of NEW_KEYS) await dropIndexIfPresent(runner, TABLE, key.name);
    await setNullable(runner, TABLE, 'usage_date', false);
    await dropColumnsIfPresent(runner, TABLE, [
      'active_slot',
      'undo_reason',
      'undone_by',
      'undone_at',
      'created_by',
      'reason',
      'balance_after',
      'adjustment_amount',
      'adjustment_type',
      'coach_id',
      'member_id',
    ]);
  }
}
