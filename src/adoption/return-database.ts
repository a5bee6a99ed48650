import type { DataSource } from 'typeorm';
import { isLegacyTable } from '../../migrations/adoption/original-tables.js';
import { dropTableIfPresent } from '../../migrations/support/schema-steps.js';
import type { Config } from '../config/config.js';
import type { Migrations } from '../database/data-source-options.js';
import { openToRevert, revertLast } from '../database/revert.js';

/** The database has nothing that could be given back. */
export class NothingToReturn extends Error {}

/**
 * Reverts every migration, the last one first: the database is the legacy system's alone again, and
 * what its tables cannot hold waits in the archive. Tells the name of each as it is undone.
 */
export async function returnDatabase(
  config: Config,
  migrations: Migrations,
  onReverted: (name: string) => void,
): Promise<number> {
  const dataSource = await openToRevert(config, migrations, { mayDropRows: true });
  try {
    await requireAdopted(dataSource);
    let undone = 0;
    for (let last = await revertLast(dataSource); last; last = await revertLast(dataSource)) {
      onReverted(last);
      undone += 1;
    }
    const runner = dataSource.createQueryRunner();
    await dropTableIfPresent(runner, String(dataSource.options.migrationsTableName));
    await runner.release();
    return undone;
  } finally {
    await dataSource.destroy();
  }
}

/** Tables of our own would be dropped with everything in them. */
async function requireAdopted(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    const isAdopted =
      // The first version wrote down no definitions, so that there are none to go back to.
      (await runner.hasColumn('coach_schema_origin', 'definition')) &&
      (await isLegacyTable(runner, 'coach_member_list'));
    if (isAdopted) return;
    throw new NothingToReturn(
      'This database was not taken over from a legacy system. Nothing was changed.',
    );
  } finally {
    await runner.release();
  }
}
