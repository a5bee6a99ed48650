import type { DataSourceOptions, QueryRunner } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { SharedTimes } from '../shared-times.js';

/** The options of a data source, with the time zone of the tables that PHP shares. */
export type ZonedOptions = DataSourceOptions & { readonly databaseTimeZone: string };

/** The time that it is, as the shared tables have it: an SQL literal. */
export function sharedNow(runner: QueryRunner): string {
  const { databaseTimeZone = 'UTC' } = runner.dataSource.options as Partial<ZonedOptions>;
  return `'${new SharedTimes(databaseTimeZone).toDb(new Clock().now()).slice(0, 19)}'`;
}
