import { afterEach } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { readConfig } from '../../src/config/environment.js';
import { openToRevert, revertLast } from '../../src/database/revert.js';
import { createDatabase } from './database.js';
import { type OpenDatabase, openDatabase } from './sql.js';

/** The command that takes a migration back, without and with its option. */
export const CAREFUL = { mayDropRows: false };
export const DROP_ROWS = { mayDropRows: true };

/** Databases on which migrations are taken back; those that were looked at are closed behind. */
export function onTheWayBack() {
  const open: OpenDatabase[] = [];
  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
  });

  return {
    async look(url: string): Promise<OpenDatabase> {
      const database = await openDatabase(url);
      open.push(database);
      return database;
    },

    /** Takes the last one back, and gives its name. */
    async revert(url: string, options = CAREFUL): Promise<string | undefined> {
      const config = readConfig({ DATABASE_URL: url });
      const dataSource = await openToRevert(config, MIGRATIONS, options);
      try {
        return await revertLast(dataSource);
      } finally {
        await dataSource.destroy();
      }
    },

    /** A database on which only the first so many migrations have run. */
    async migratedTo(count: number): Promise<string> {
      const url = await createDatabase();
      const { dataSource, close } = await openDatabase(url, MIGRATIONS.slice(0, count));
      await dataSource.runMigrations({ transaction: 'each' });
      await close();
      return url;
    },
  };
}
