import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createLegacyTables } from './adoption/legacy-tables.js';
import { keepingTimes } from './adoption/own-times.js';
import {
  addWords,
  originalColumn,
  remembersOriginals,
  restoreColumns,
  takeBackColumns,
  wordsIn,
} from './adoption/original-tables.js';
import {
  addCheckIfMissing,
  addColumnsIfMissing,
  dropCheckIfPresent,
  keepReferringRows,
} from './support/schema-steps.js';
import { UsageHistory1700000003000 } from './1700000003000-usage-history.js';

const TABLE = 'coach_member_list';
const CHECK = 'ck_remaining_not_negative';

/** The words that we write; older installations do not know all of them. */
const WORDS = {
  status: ['active', 'expired', 'disconnected'],
  coach_approval: ['pending', 'approved', 'rejected'],
  staff_approval: ['pending', 'approved', 'rejected'],
  rate_type: ['monthly', 'package', 'per_session'],
};

/**
 * What a package was granted, its version, what our books last left of it (so that another
 * program's change shows), and the database's word that no count is negative.
 */
export class PackageBooks1700000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A revert that was stopped at its very end leaves the first step on record, but undone.
    if (!(await remembersOriginals(runner))) await createLegacyTables(runner);
    await addColumnsIfMissing(runner, TABLE, [
      { name: 'granted_sessions', type: 'integer', default: 0 },
      { name: 'version', type: 'integer', default: 0 },
      { name: 'booked_sessions', type: 'integer', isNullable: true },
    ]);
    for (const [column, words] of Object.entries(WORDS)) {
      await addWords(runner, TABLE, column, words);
    }
    await addCheckIfMissing(runner, TABLE, CHECK, 'remaining_sessions >= 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await keepReferringRows(runner);
    // The next step may have been stopped on its way up, and is not on record then.
    await new UsageHistory1700000003000().down(runner);
    await dropCheckIfPresent(runner, TABLE, CHECK);
    await useOldWords(runner);
    await restoreColumns(runner, TABLE, Object.keys(WORDS));
    await takeBackColumns(runner, TABLE, ['booked_sessions', 'version', 'granted_sessions']);
  }
}

/** What an older installation cannot say is said in its own words; the archive keeps ours. */
async function useOldWords(runner: QueryRunner): Promise<void> {
  const original = await originalColumn(runner, TABLE, 'rate_type');
  const words = wordsIn(original ?? '');
  if (words.length === 0 || words.includes('per_session')) return;
  const uncounted = words.includes('hourly') ? 'hourly' : 'monthly';
  const kept = await keepingTimes(runner, TABLE);
  await runner.query(`UPDATE ${TABLE} SET rate_type = ?${kept} WHERE rate_type = 'per_session'`, [
    uncounted,
  ]);
}
