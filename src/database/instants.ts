/**
 * Instants as the database keeps them: UTC, to the second, written so that text (SQLite) and
 * `datetime` columns (MariaDB) sort alike. Legacy columns have no fractions of a second. The tables
 * that PHP shares keep local times instead: there it is `tx.times`.
 */
export function toDb(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replace('T', ' ')}.000`;
}

/** Writes instants in tables of ours alone; in those shared with PHP it is `tx.times`. */
export const UTC = { toDb };

/** An instant as one of the drivers returns it. */
export type DbInstant = Date | string;

export function fromDb(value: DbInstant): Date {
  return value instanceof Date ? value : new Date(`${value.replace(' ', 'T')}Z`);
}
