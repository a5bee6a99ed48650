import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropNewTable } from './support/own-tables.js';
import { idColumn } from './support/schema-steps.js';

const TABLE = 'coach_stream_ticket';

/** Tickets that open one stream of live updates each, as hashes; they live for half a minute. */
export class StreamTickets1700000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      idColumn,
      { name: 'token_hash', type: 'varchar', length: '64' },
      { name: 'user_id', type: 'integer' },
      { name: 'role', type: 'varchar', length: '20' },
      { name: 'device_token_id', type: 'integer', isNullable: true },
      { name: 'expires_at', type: 'datetime' },
      { name: 'access_ends_at', type: 'datetime' },
    ];
    const indices = [
      { name: 'uq_stream_ticket_hash', columnNames: ['token_hash'], isUnique: true },
      { name: 'ix_stream_ticket_expires', columnNames: ['expires_at'] },
    ];
    await createNewTable(runner, new Table({ name: TABLE, columns, indices }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropNewTable(runner, TABLE);
  }
}
