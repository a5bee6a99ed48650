import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addCheckIfMissing,
  addColumnsIfMissing,
  dropCheckIfPresent,
  dropColumnsIfPresent,
  keepReferringRows,
} from '../src/database/migration-helpers.js';

const TABLE = 'coach_member_list';
const CHECK = 'ck_remaining_not_negative';

/** What a package was granted, its version, and the database's word that no count is negative. */
export class PackageBooks1700000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumnsIfMissing(runner, TABLE, [
      { name: 'granted_sessions', type: 'integer', default: 0 },
      { name: 'version', type: 'integer', default: 0 },
    ]);
    await addCheckIfMissing(runner, TABLE, CHECK, 'remaining_sessions >= 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await keepReferringRows(runner);
    await dropCheckIfPresent(runner, TABLE, CHECK);
    await dropColumnsIfPresent(runner, TABLE, ['version', 'granted_sessions']);
  }
}
