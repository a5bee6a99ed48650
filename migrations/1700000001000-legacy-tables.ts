import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ARCHIVE_TABLES, dropArchives } from './adoption/archive.js';
import { createLegacyTables } from './adoption/legacy-tables.js';
import { forgetOriginals, remembersOriginals } from './adoption/original-tables.js';
import { dropOwnTable, isOwn, ownTables, refuseToLoseRows } from './support/own-tables.js';
import { PackageBooks1700000002000 } from './1700000002000-package-books.js';

/**
 * The tables of the legacy system as it has them, where they do not exist. Where they do, their
 * definitions are written down, so that reverting gives them back; and where something stands in
 * the way of taking them over, this stops before anything has changed.
 */
export class LegacyTables1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createLegacyTables(runner);
  }

  /** Also drops what a later step created that was stopped on its way up, and is not on record. */
  async down(runner: QueryRunner): Promise<void> {
    if (!(await remembersOriginals(runner))) return;
    // What was archived waits for another adoption, unless the tables go with it.
    const isOurs = await isOwn(runner, 'coach_session_usage');
    const own = await ownTables(runner);
    await refuseToLoseRows(runner, isOurs ? [...own, ...ARCHIVE_TABLES] : own);
    if (!isOurs) await new PackageBooks1700000002000().down(runner);
    for (const name of own) await dropOwnTable(runner, name);
    if (isOurs) await dropArchives(runner);
    await forgetOriginals(runner);
  }
}
