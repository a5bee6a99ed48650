import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { longIdColumn } from './support/long-ids.js';
import { createNewTable, dropOwnTable } from './support/own-tables.js';

const TABLE = 'coach_account_link';

/**
 * Links by which somebody sets a password, as hashes of their tokens. All rows end by themselves,
 * so a revert asks nobody for them.
 */
export class AccountLinks1700000022000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      longIdColumn(runner),
      { name: 'user_id', type: 'integer' },
      { name: 'purpose', type: 'varchar', length: '20' },
      { name: 'token_hash', type: 'varchar', length: '64' },
      { name: 'expires_at', type: 'datetime' },
      { name: 'used_at', type: 'datetime', isNullable: true },
      { name: 'created_by', type: 'integer', isNullable: true },
    ];
    const indices = [
      { name: 'uq_account_link_hash', columnNames: ['token_hash'], isUnique: true },
      { name: 'ix_account_link_user', columnNames: ['user_id', 'purpose'] },
      { name: 'ix_account_link_expires', columnNames: ['expires_at'] },
    ];
    await createNewTable(runner, new Table({ name: TABLE, columns, indices }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropOwnTable(runner, TABLE);
  }
}
