import { MIGRATIONS } from '../../migrations/all.js';
import { loadConfig } from '../config/environment.js';
import { openToRevert, revertLast } from '../database/revert.js';
import { requireExisting } from '../database/schema-state.js';

/** Takes the last migration back; without the option, only if no rows of ours are lost by it. */
export async function revertMigration({
  dropRows: mayDropRows = false,
}: {
  dropRows?: boolean;
}): Promise<void> {
  const config = loadConfig();
  requireExisting(config.database);
  const dataSource = await openToRevert(config, MIGRATIONS, { mayDropRows });
  try {
    const name = await revertLast(dataSource);
    process.stdout.write(
      name === undefined
        ? 'No migration has run on this database: there is nothing to revert.\n'
        : `Reverted ${name}\n`,
    );
  } finally {
    await dataSource.destroy();
  }
}
