import { MIGRATIONS } from '../../migrations/all.js';
import type { Config } from '../config/config.js';
import type { ZonedOptions } from './legacy/php-time.js';
import { dialectOf } from './dialects/dialect-of.js';

/** Options for running migrations: like the app's, but a long ALTER is let finish. */
export function migrationDataSourceOptions(config: Config): ZonedOptions {
  const { database, databaseTimeZone } = config;
  return { ...dialectOf(database).options({}), migrations: MIGRATIONS, databaseTimeZone };
}
