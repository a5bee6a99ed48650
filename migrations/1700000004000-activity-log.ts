import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { archiveMissing } from './adoption/archive.js';
import { restoreSummaryView, takeBackColumns } from './adoption/original-tables.js';
import { createOwnTable, dropOwnTable } from './support/own-tables.js';
import {
  addColumnsIfMissing,
  createIndexIfMissing,
  dropIndexIfPresent,
  idColumn,
  longTextColumn,
} from './support/schema-steps.js';

const TABLE = 'admin_activity_log';
const INDEXES = [
  { name: 'ix_activity_time', columns: ['created_at'] },
  { name: 'ix_activity_member_time', columns: ['member_id', 'created_at'] },
  { name: 'ix_activity_actor_time', columns: ['actor_id', 'created_at'] },
  { name: 'ix_activity_package', columns: ['package_id'] },
  { name: 'ix_activity_usage', columns: ['usage_id'] },
];

/** The activity log: created where it is missing, extended where the legacy system has one. */
export class ActivityLog1700000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createOwnTable(runner, legacyTable());
    await addColumnsIfMissing(runner, TABLE, newColumns(runner));
    for (const index of INDEXES) await createIndexIfMissing(runner, TABLE, index);
  }

  async down(runner: QueryRunner): Promise<void> {
    // Later steps may have been stopped on their way up, and are not on record then.
    await archiveMissing(runner);
    await restoreSummaryView(runner);
    if (await dropOwnTable(runner, TABLE)) return;
    for (const index of INDEXES) await dropIndexIfPresent(runner, TABLE, index.name);
    const names = newColumns(runner).map((column) => column.name);
    await takeBackColumns(runner, TABLE, names.toReversed());
  }
}

function legacyTable(): Table {
  const optional = { isNullable: true };
  return new Table({
    name: TABLE,
    columns: [
      idColumn,
      { name: 'action', type: 'varchar', length: '100' },
      { name: 'details', type: 'text', ...optional },
      { name: 'member_id', type: 'integer', ...optional },
      { name: 'coach_id', type: 'integer', ...optional },
      { name: 'created_at', type: 'datetime', default: 'CURRENT_TIMESTAMP' },
    ],
  });
}

function newColumns(runner: QueryRunner) {
  const optional = { isNullable: true };
  return [
    { name: 'actor_id', type: 'integer', ...optional },
    { name: 'actor_role', type: 'varchar', length: '20', ...optional },
    { name: 'outcome', type: 'varchar', length: '10', default: "'done'" },
    { name: 'package_id', type: 'integer', ...optional },
    { name: 'usage_id', type: 'integer', ...optional },
    longTextColumn(runner, 'before', optional),
    longTextColumn(runner, 'after', optional),
    { name: 'reason', type: 'text', ...optional },
    { name: 'code', type: 'varchar', length: '50', ...optional },
    { name: 'method', type: 'varchar', length: '10', ...optional },
    { name: 'route', type: 'varchar', length: '255', ...optional },
    { name: 'status', type: 'integer', ...optional },
    { name: 'request_id', type: 'varchar', length: '64', ...optional },
    { name: 'ip', type: 'varchar', length: '45', ...optional },
    { name: 'user_agent', type: 'varchar', length: '255', ...optional },
  ];
}
