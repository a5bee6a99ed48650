import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropNewTable, refuseToLoseRows } from './support/own-tables.js';
import { addColumnsIfMissing, dropColumnsIfPresent } from './support/schema-steps.js';

const [FACTORS, CODES] = ['coach_second_factor', 'coach_recovery_code'];
const SIGN_INS = 'coach_sign_in';

/**
 * Who gives a code at sign-in besides the password, the codes for whoever has lost the telephone,
 * and which sign-ins began with one. Those that there are began without.
 */
export class SecondFactor1700000020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const factor = [
      { name: 'user_id', type: 'integer', isPrimary: true },
      { name: 'secret', type: 'varchar', length: '255' },
      { name: 'confirmed_at', type: 'datetime', isNullable: true },
      { name: 'last_step', type: 'integer', isNullable: true },
      { name: 'created_at', type: 'datetime' },
    ];
    await createNewTable(runner, new Table({ name: FACTORS, columns: factor }));
    const code = [
      { name: 'user_id', type: 'integer', isPrimary: true },
      { name: 'code_hash', type: 'varchar', length: '120', isPrimary: true },
      { name: 'used_at', type: 'datetime', isNullable: true },
    ];
    await createNewTable(runner, new Table({ name: CODES, columns: code }));
    // Processes of the release before go on adding rows that do not name it.
    await addColumnsIfMissing(runner, SIGN_INS, [
      { name: 'second_factor', type: 'smallint', default: 0 },
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await refuseToLoseRows(runner, [FACTORS, CODES]);
    await dropColumnsIfPresent(runner, SIGN_INS, ['second_factor']);
    await dropNewTable(runner, CODES);
    await dropNewTable(runner, FACTORS);
  }
}
