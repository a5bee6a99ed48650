import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropArchives } from './adoption/archive.js';
import { createLegacyTables, LEGACY_TABLES } from './adoption/legacy-tables.js';
import {
  dropOwnTable,
  forgetOriginals,
  isLegacyTable,
  remembersOriginals,
} from './adoption/original-tables.js';
import { dropTableIfPresent } from './support/schema-steps.js';
import { PackageBooks1700000002000 } from './1700000002000-package-books.js';

/** Tables of later steps, which may be there though their step was stopped and not recorded. */
const LATER_TABLES = [
  'coach_stream_ticket',
  'coach_device_token',
  'coach_refresh_token',
  'coach_idempotency_key',
];

/**
 * The tables of the legacy system as it has them, where they do not exist. Where they do, their
 * definitions are written down, so that reverting gives them back; and where something stands in
 * the way of taking them over, this stops before anything has changed.
 */
export class LegacyTables1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createLegacyTables(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    if (!(await remembersOriginals(runner))) return;
    // What was archived waits for another adoption, unless the tables go with it.
    const isOurs = !(await isLegacyTable(runner, 'coach_session_usage'));
    // The next step may have been stopped on its way up, and is not on record then.
    if (!isOurs) await new PackageBooks1700000002000().down(runner);
    for (const name of LATER_TABLES) await dropTableIfPresent(runner, name);
    for (const name of LEGACY_TABLES.toReversed()) await dropOwnTable(runner, name);
    if (isOurs) await dropArchives(runner);
    await forgetOriginals(runner);
  }
}
