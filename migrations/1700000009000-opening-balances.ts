import type { MigrationInterface, QueryRunner } from 'typeorm';
import { archiveBooks, dropEmptiedArchives, restoreBooks } from './adoption/archive.js';
import { refuseObstacles } from './adoption/obstacles.js';
import { openBooks } from './adoption/opening.js';
import { lockLegacyTables, nameRows } from './adoption/row-names.js';
import { createIndexIfMissing, dropIndexIfPresent } from './support/schema-steps.js';
import { PackageBooks1700000002000 } from './1700000002000-package-books.js';
import { UsageHistory1700000003000 } from './1700000003000-usage-history.js';
import { ActivityLog1700000004000 } from './1700000004000-activity-log.js';
import { IdempotencyKeys1700000005000 } from './1700000005000-idempotency-keys.js';
import { RefreshTokens1700000006000 } from './1700000006000-refresh-tokens.js';
import { SessionSummary1700000007000 } from './1700000007000-session-summary.js';
import { DeviceTokens1700000008000 } from './1700000008000-device-tokens.js';

const USAGES = 'coach_session_usage';
/** Finds the rows that another program has written since. */
const FOREIGN_ROWS = { name: 'ix_usage_package_member', columns: ['coach_member_id', 'member_id'] };

/** Steps that a revert may have been stopped in: still on record, but half undone. */
const EARLIER = [
  PackageBooks1700000002000,
  UsageHistory1700000003000,
  ActivityLog1700000004000,
  IdempotencyKeys1700000005000,
  RefreshTokens1700000006000,
  SessionSummary1700000007000,
  DeviceTokens1700000008000,
];

/**
 * From here on the books add up: what an earlier revert archived comes back, and the packages that
 * the legacy system has sold get their opening balance.
 */
export class OpeningBalances1700000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await refuseObstacles(runner);
    for (const Earlier of EARLIER) await new Earlier().up(runner);
    await createIndexIfMissing(runner, USAGES, FOREIGN_ROWS);
    await nameRows(runner);
    await lockLegacyTables(runner);
    await restoreBooks(runner);
    await openBooks(runner);
    await dropEmptiedArchives(runner);
  }

  /** The books go to the archive: the legacy tables, to which the next steps lead, hold none. */
  async down(runner: QueryRunner): Promise<void> {
    await archiveBooks(runner);
    // Undone from here on, wherever this stops: running it again puts the archive back.
    await runner.query('DELETE FROM coach_schema_migration WHERE name = ?', [
      OpeningBalances1700000009000.name,
    ]);
    await dropIndexIfPresent(runner, USAGES, FOREIGN_ROWS.name);
  }
}
