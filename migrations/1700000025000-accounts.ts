import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropNewTable } from './support/own-tables.js';

const TABLE = 'coach_account';

/**
 * What we know of a person beside PHP's row of them: who is switched off, and since when what let
 * them in is looked at again. Whoever has no row is as `user` says.
 */
export class Accounts1700000025000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      { name: 'user_id', type: 'integer', isPrimary: true },
      { name: 'disabled_at', type: 'datetime', isNullable: true },
      { name: 'disabled_by', type: 'integer', isNullable: true },
      { name: 'valid_from', type: 'datetime', isNullable: true },
      { name: 'locale', type: 'varchar', length: '5', isNullable: true },
    ];
    const indices = [{ name: 'ix_account_valid_from', columnNames: ['valid_from'] }];
    await createNewTable(runner, new Table({ name: TABLE, columns, indices }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropNewTable(runner, TABLE);
  }
}
