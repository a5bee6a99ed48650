import type { MigrationInterface, QueryRunner } from 'typeorm';
import { archiveBooks, dropEmptiedArchives, restoreBooks } from '../src/database/legacy/archive.js';
import { refuseObstacles } from '../src/database/legacy/obstacles.js';
import { openBooks } from '../src/database/legacy/opening.js';
import {
  beginAnew,
  createIndexIfMissing,
  dropIndexIfPresent,
} from '../src/database/migration-helpers.js';

const USAGES = 'coach_session_usage';
/** Finds the rows that another program has written since. */
const FOREIGN_ROWS = { name: 'ix_usage_package_member', columns: ['coach_member_id', 'member_id'] };

/**
 * From here on the books add up: what an earlier revert archived comes back, and the packages that
 * the legacy system has sold get their opening balance.
 */
export class OpeningBalances1700000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await refuseObstacles(runner);
    await createIndexIfMissing(runner, USAGES, FOREIGN_ROWS);
    await beginAnew(runner);
    await restoreBooks(runner);
    await openBooks(runner);
    await dropEmptiedArchives(runner);
  }

  /** The books go to the archive: the legacy tables, to which the next steps lead, hold none. */
  async down(runner: QueryRunner): Promise<void> {
    await archiveBooks(runner);
    await dropIndexIfPresent(runner, USAGES, FOREIGN_ROWS.name);
  }
}
