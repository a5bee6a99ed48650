import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropNewTable } from './support/own-tables.js';
import { idColumn, longTextColumn } from './support/schema-steps.js';

const TABLE = 'coach_idempotency_key';

/** Idempotency records: what was asked under a key, and what was answered. */
export class IdempotencyKeys1700000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      idColumn,
      { name: 'actor_id', type: 'integer', default: 0 },
      { name: 'key_hash', type: 'varchar', length: '64' },
      { name: 'fingerprint', type: 'varchar', length: '64' },
      { name: 'status', type: 'integer', isNullable: true },
      longTextColumn(runner, 'answer', { isNullable: true }),
      { name: 'created_at', type: 'datetime' },
      { name: 'expires_at', type: 'datetime' },
    ];
    const indices = [
      {
        name: 'uq_idempotency_actor_key',
        columnNames: ['actor_id', 'key_hash'],
        isUnique: true,
      },
      { name: 'ix_idempotency_expires', columnNames: ['expires_at'] },
    ];
    await createNewTable(runner, new Table({ name: TABLE, columns, indices }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropNewTable(runner, TABLE);
  }
}
