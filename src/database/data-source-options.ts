import type { DataSourceOptions, MigrationInterface } from 'typeorm';
import type { Config } from '../config/config.js';
import { dialectOf } from './dialects/dialect-of.js';

/** The classes of migrations, in their order. */
export type Migrations = (new () => MigrationInterface)[];

/** The options of a data source, with the time zone of the tables that PHP shares. */
type ZonedOptions = DataSourceOptions & { readonly databaseTimeZone: string };

/**
 * Options for what an operator runs: like the app's, but a long ALTER is let finish. Whoever runs
 * migrations adds them.
 */
export function operatorDataSourceOptions(config: Config): ZonedOptions {
  const { database, databaseTimeZone } = config;
  return { ...dialectOf(database).options(), databaseTimeZone };
}
