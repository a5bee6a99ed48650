import type { DataSourceOptions } from 'typeorm';
import { MIGRATIONS } from '../../migrations/all.js';
import type { Config } from '../config/config.js';
import { dialectOf } from './dialects/dialect-of.js';

/** Options for running migrations: like the app's, but a long ALTER is let finish. */
export function migrationDataSourceOptions(config: Config): DataSourceOptions {
  return { ...dialectOf(config.database).options({}), migrations: MIGRATIONS };
}
