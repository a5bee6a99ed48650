import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropOwnTable } from './support/own-tables.js';

const PLACES = 'coach_sign_in_place';

/**
 * From which networks people sign in, and how often a wrong password was tried at an account from
 * there and from elsewhere. Accounts and networks are digests. All rows end by themselves, so a
 * revert asks nobody for them.
 */
export class SignInPlaces1700000018000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      { name: 'account', type: 'varchar', length: '64', isPrimary: true },
      { name: 'place', type: 'varchar', length: '64', isPrimary: true },
      { name: 'failures', type: 'integer' },
      { name: 'paused_until', type: 'datetime', isNullable: true },
      { name: 'counts_until', type: 'datetime', isNullable: true },
      { name: 'expires_at', type: 'datetime' },
    ];
    const indices = [{ name: 'ix_sign_in_place_expires', columnNames: ['expires_at'] }];
    await createNewTable(runner, new Table({ name: PLACES, columns, indices }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropOwnTable(runner, PLACES);
  }
}
