import type { DataSourceOptions, MigrationInterface } from 'typeorm';
import type { Config } from '../config/config.js';
import { dialectOf } from './dialects/dialect-of.js';

/** The classes of migrations, in their order. */
export type Migrations = (new () => MigrationInterface)[];

/** The options of a data source, with the time zone of the tables that PHP shares. */
type ZonedOptions = DataSourceOptions & { readonly databaseTimeZone: string };

/** Options for what an operator runs: like the app's, but a long ALTER is let finish. */
export function operatorDataSourceOptions(config: Config): ZonedOptions {
  const { database, databaseTimeZone } = config;
  return { ...dialectOf(database).options(), databaseTimeZone };
}

/**
 * Options for whoever changes the tables: one connection for all of it, so that the name which
 * keeps others away is free only when the server is done with the last statement. Who asks for a
 * second one is refused at once, and does not wait for itself.
 */
export function migratingDataSourceOptions(config: Config, migrations: Migrations): ZonedOptions {
  const options = operatorDataSourceOptions(config);
  if (config.database.kind === 'sqlite') return { ...options, migrations };
  const one = { poolSize: 1, extra: { ...(options.extra as object), waitForConnections: false } };
  return { ...options, ...one, migrations } as ZonedOptions;
}
