import type { ColumnOptions } from 'typeorm';

/** An id as drivers give it: long ones may come as text, or as a bigint. */
export type DbId = number | string | bigint;

/** The id as a number. Throws where it is none, or a number cannot tell it from its neighbours. */
export function idFromDb(value: DbId): number {
  const id = typeof value === 'string' && !/^\d+$/.test(value) ? Number.NaN : Number(value);
  if (Number.isSafeInteger(id) && id >= 0) return id;
  throw new RangeError(`the database gave an id that is none: ${value}`);
}

/** The generated key of an entity whose table has long ids. */
export const LONG_ID: ColumnOptions = {
  type: 'integer',
  primary: true,
  generated: 'increment',
  transformer: { from: idFromDb, to: (id: unknown) => id },
};
