import type { DataSource } from 'typeorm';
import { isLegacyTable } from '../../migrations/adoption/original-tables.js';
import type { Config } from '../config/config.js';
import type { Migrations } from '../database/data-source-options.js';
import { openToRevert, revertLast } from '../database/revert.js';
import { changedDefiners, type ChangedDefiner, definersIn } from './definers.js';

/** The database has nothing that could be given back. */
export class NothingToReturn extends Error {}

/** What became of a database that was given back. */
export interface Returned {
  /** Migrations that were reverted. */
  readonly reverted: number;
  /** What runs in another name than before us, because this user may set no other. */
  readonly changed: readonly ChangedDefiner[];
}

/**
 * Reverts every migration, the last one first: the database is the legacy system's alone again, and
 * what its tables cannot hold waits in the archive. Tells the name of each as it is undone.
 */
export async function returnDatabase(
  config: Config,
  migrations: Migrations,
  onReverted: (name: string) => void,
): Promise<Returned> {
  const dataSource = await openToRevert(config, migrations, { mayDropRows: true });
  try {
    await requireAdopted(dataSource);
    const before = await definersIn(dataSource);
    let reverted = 0;
    for (let last = await revertLast(dataSource); last; last = await revertLast(dataSource)) {
      onReverted(last);
      reverted += 1;
    }
    return { reverted, changed: await changedDefiners(dataSource, before) };
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
