import { type QueryRunner, Table } from 'typeorm';
import { choiceColumn, idColumn, nameColumn } from '../support/schema-steps.js';
import { refuseObstacles } from './obstacles.js';
import { createOwnTable } from '../support/own-tables.js';
import { isLegacyTable, rememberOriginals } from './original-tables.js';

/*
 * The tables of the legacy system as it has them. Frozen by migrations/released.json.
 */

/**
 * Creates the tables that are missing. The definitions of those that there are get written down
 * first. Throws `AdoptionRefused` before all of this where something stands in the way.
 */
export async function createLegacyTables(runner: QueryRunner): Promise<void> {
  await refuseObstacles(runner);
  await rememberOriginals(runner);
  for (const table of legacyTables(runner)) await createOwnTable(runner, table);
  await fillUserTypes(runner);
}

async function fillUserTypes(runner: QueryRunner): Promise<void> {
  if (await isLegacyTable(runner, 'usertype')) return;
  const names = ['admin', 'staff', 'coach', 'customer'];
  for (const [index, name] of names.entries()) {
    const id = index + 1;
    const found = (await runner.query('SELECT id FROM usertype WHERE id = ?', [id])) as unknown[];
    if (found.length === 0) {
      await runner.query('INSERT INTO usertype (id, type_name) VALUES (?, ?)', [id, name]);
    }
  }
}

function legacyTables(runner: QueryRunner): Table[] {
  return [userTypes(), users(runner), coaches(), subscriptions(runner), usages()];
}

function userTypes(): Table {
  return new Table({
    name: 'usertype',
    columns: [
      { name: 'id', type: 'integer', isPrimary: true },
      { name: 'type_name', type: 'varchar', length: '50' },
    ],
  });
}

function users(runner: QueryRunner): Table {
  return new Table({
    name: 'user',
    columns: [
      idColumn,
      { name: 'user_type_id', type: 'integer' },
      nameColumn(runner, 'email', { length: '191' }),
      { name: 'password', type: 'varchar', length: '255' },
      nameColumn(runner, 'fname', {}),
      nameColumn(runner, 'mname', { isNullable: true }),
      nameColumn(runner, 'lname', {}),
    ],
    indices: [
      { name: 'uq_user_email', columnNames: ['email'], isUnique: true },
      { name: 'ix_user_type', columnNames: ['user_type_id'] },
    ],
    foreignKeys: [foreignKey('user_type_id', 'usertype')],
  });
}

function coaches(): Table {
  const money = { type: 'decimal', precision: 10, scale: 2, isNullable: true };
  return new Table({
    name: 'coaches',
    columns: [
      idColumn,
      { name: 'user_id', type: 'integer' },
      { name: 'monthly_rate', ...money },
      { name: 'session_package_rate', ...money },
      { name: 'per_session_rate', ...money },
      { name: 'session_package_count', type: 'integer', isNullable: true },
    ],
    indices: [{ name: 'uq_coaches_user', columnNames: ['user_id'], isUnique: true }],
    foreignKeys: [foreignKey('user_id', 'user')],
  });
}

function subscriptions(runner: QueryRunner): Table {
  const optional = { isNullable: true };
  const approval = (name: string) =>
    choiceColumn(runner, name, ['pending', 'approved', 'rejected'], { default: "'pending'" });
  const word = (name: string, words: string[], fallback: string) =>
    choiceColumn(runner, name, words, { default: `'${fallback}'` });
  return new Table({
    name: 'coach_member_list',
    columns: [
      idColumn,
      { name: 'coach_id', type: 'integer' },
      { name: 'member_id', type: 'integer' },
      word('status', ['active', 'expired', 'disconnected'], 'expired'),
      approval('coach_approval'),
      approval('staff_approval'),
      { name: 'requested_at', type: 'datetime', default: 'CURRENT_TIMESTAMP' },
      { name: 'coach_approved_at', type: 'datetime', ...optional },
      { name: 'staff_approved_at', type: 'datetime', ...optional },
      { name: 'payment_received', type: 'tinyint', default: 0 },
      { name: 'handled_by_coach', type: 'integer', ...optional },
      { name: 'handled_by_staff', type: 'integer', ...optional },
      { name: 'expires_at', type: 'datetime', ...optional },
      { name: 'remaining_sessions', type: 'integer', default: 18, ...optional },
      word('rate_type', ['monthly', 'package', 'per_session'], 'monthly'),
    ],
    indices: [
      { name: 'ix_subscription_member', columnNames: ['member_id'] },
      { name: 'ix_subscription_coach', columnNames: ['coach_id'] },
    ],
    foreignKeys: [foreignKey('coach_id', 'user'), foreignKey('member_id', 'user')],
  });
}

function usages(): Table {
  return new Table({
    name: 'coach_session_usage',
    columns: [
      idColumn,
      { name: 'coach_member_id', type: 'integer' },
      { name: 'usage_date', type: 'date' },
      { name: 'created_at', type: 'datetime', default: 'CURRENT_TIMESTAMP' },
    ],
    indices: [
      { name: 'ix_usage_subscription', columnNames: ['coach_member_id'] },
      {
        name: 'unique_daily_usage',
        columnNames: ['coach_member_id', 'usage_date'],
        isUnique: true,
      },
    ],
    foreignKeys: [{ ...foreignKey('coach_member_id', 'coach_member_list'), onDelete: 'CASCADE' }],
  });
}

function foreignKey(column: string, table: string) {
  return { columnNames: [column], referencedTableName: table, referencedColumnNames: ['id'] };
}
