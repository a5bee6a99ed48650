import type { DriverError } from './dialect.js';

/** The last numbers of the types that an id may have, with a sign and without. */
const LAST_IDS = new Set([
  ...['127', '255', '32767', '65535', '8388607', '16777215', '2147483647', '4294967295'],
  ...['9223372036854775807', '18446744073709551615'],
]);
/** The next number cannot be read from the table (1467), or does not fit into the column (167). */
const NO_NUMBER = new Set([1467, 167]);
const DUPLICATE = 1062;
const OUT_OF_RANGE = 1264;
/** MySQL 8 names the table before the key. */
const REPEATED_ID = /^Duplicate entry '(\d+)' for key '(?:\w+\.)?PRIMARY'/;
const LONG_ID = /^Out of range value for column '(?:id|`[^`]+`\.`[^`]+`\.`id`)'/;

/**
 * Whether a table has no id left for a new row. The server gives the last number again and again
 * then, and it is there already. No statement of ours names the id of a row that it inserts.
 */
export function isOutOfIds({ errno = 0, sqlMessage = '' }: DriverError): boolean {
  if (NO_NUMBER.has(errno)) return true;
  if (errno === OUT_OF_RANGE) return LONG_ID.test(sqlMessage);
  return errno === DUPLICATE && LAST_IDS.has(REPEATED_ID.exec(sqlMessage)?.[1] ?? '');
}
