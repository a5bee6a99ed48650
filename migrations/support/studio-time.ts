import type { QueryRunner } from 'typeorm';

/*
 * The time of day where the studio is, as the tables that PHP shares keep it. A copy of what the
 * product does at run time, which may change there. Frozen by migrations/released.json.
 */

/** The wall-clock time of an instant in a time zone: `2026-03-29 02:30:00`. */
export function wallClockTime(instant: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en', {
    ...{ timeZone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const numbers = (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map(
    (type) => parts.get(type) ?? '',
  );
  const [year, month, day, hour, minute, second] = numbers;
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

/** The time that it is, as the shared tables have it: an SQL literal. */
export function sharedNow(runner: QueryRunner): string {
  // An option of our own, which TypeORM hands on as it is.
  const { databaseTimeZone = 'UTC' } = runner.dataSource.options as { databaseTimeZone?: string };
  return `'${wallClockTime(new Date(), databaseTimeZone)}'`;
}
