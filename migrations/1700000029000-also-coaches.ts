import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumnsIfMissing, dropColumnsIfPresent } from './support/schema-steps.js';

const TABLE = 'coach_account';

/** Which admins and people of the front desk are coaches beside their role: at first nobody. */
export class AlsoCoaches1700000029000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Processes of the release before go on adding rows that do not name it.
    await addColumnsIfMissing(runner, TABLE, [
      { name: 'also_coach', type: 'smallint', default: 0 },
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumnsIfPresent(runner, TABLE, ['also_coach']);
  }
}
