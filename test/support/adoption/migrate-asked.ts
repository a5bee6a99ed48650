import { MIGRATIONS } from '../../../migrations/all.js';
import { lookBeforeMigrating } from '../../../src/adoption/before-migrating.js';
import { readConfig } from '../../../src/config/environment.js';
import { openToMigrate } from '../../../src/database/migrate.js';

const NOON = new Date('2026-03-12T12:00:00Z');

/** As `npm run migration:run` in this process: with all that it looks at before. */
export async function migrateAsked(url: string, env: object = {}, at = NOON): Promise<void> {
  const config = readConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent', ...env });
  const dataSource = await openToMigrate(config, MIGRATIONS, {
    beforeMigrating: (opened) => lookBeforeMigrating(opened, config, at),
  });
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await dataSource.destroy();
  }
}
