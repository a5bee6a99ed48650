import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropNewTable } from './support/own-tables.js';
import { idColumn } from './support/schema-steps.js';

const TABLE = 'coach_refresh_token';

/** Refresh tokens, as hashes. All successors of one sign-in share its family. */
export class RefreshTokens1700000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      idColumn,
      { name: 'user_id', type: 'integer' },
      { name: 'family', type: 'varchar', length: '36' },
      { name: 'token_hash', type: 'varchar', length: '64' },
      { name: 'created_at', type: 'datetime' },
      { name: 'expires_at', type: 'datetime' },
      { name: 'used_at', type: 'datetime', isNullable: true },
      { name: 'revoked_at', type: 'datetime', isNullable: true },
    ];
    const indices = [
      { name: 'uq_refresh_token_hash', columnNames: ['token_hash'], isUnique: true },
      { name: 'ix_refresh_token_family', columnNames: ['family'] },
      { name: 'ix_refresh_token_expires', columnNames: ['expires_at'] },
    ];
    await createNewTable(runner, new Table({ name: TABLE, columns, indices }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropNewTable(runner, TABLE);
  }
}
