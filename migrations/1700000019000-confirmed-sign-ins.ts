import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumnsIfMissing, dropColumnsIfPresent } from './support/schema-steps.js';

const TABLE = 'coach_sign_in';

/**
 * When a person last gave the password within a sign-in, and whether it came from a device that was
 * new to them. A sign-in without the first gave it when it began: so do those that there are, and
 * those that processes of the release before begin.
 */
export class ConfirmedSignIns1700000019000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumnsIfMissing(runner, TABLE, [
      { name: 'confirmed_at', type: 'datetime', isNullable: true },
      { name: 'new_device', type: 'tinyint', default: 0 },
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumnsIfPresent(runner, TABLE, ['new_device', 'confirmed_at']);
  }
}
