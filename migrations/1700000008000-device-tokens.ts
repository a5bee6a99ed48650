import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropNewTable } from './support/own-tables.js';
import { idColumn } from './support/schema-steps.js';

const TABLE = 'coach_device_token';

/** Which devices were given a long-lived access token, for whom, until when. No secret is in it. */
export class DeviceTokens1700000008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      idColumn,
      { name: 'user_id', type: 'integer' },
      { name: 'label', type: 'varchar', length: '100' },
      { name: 'created_at', type: 'datetime' },
      { name: 'created_by', type: 'integer' },
      { name: 'expires_at', type: 'datetime' },
      { name: 'revoked_at', type: 'datetime', isNullable: true },
      { name: 'revoked_by', type: 'integer', isNullable: true },
    ];
    const indices = [
      { name: 'ix_device_token_user', columnNames: ['user_id', 'created_at'] },
      { name: 'ix_device_token_created', columnNames: ['created_at'] },
      { name: 'ix_device_token_expires', columnNames: ['expires_at'] },
    ];
    await createNewTable(runner, new Table({ name: TABLE, columns, indices }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropNewTable(runner, TABLE);
  }
}
