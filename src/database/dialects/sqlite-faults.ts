import type { DriverError, Fault } from './dialect.js';

/** Beginnings of codes by which the embedded database says what is wrong with its files. */
const STORAGE = [
  ...['SQLITE_IOERR', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_PERM', 'SQLITE_NOLFS'],
  ...['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_NOMEM'],
];
/** Another program is at it. */
const CONFLICT = ['SQLITE_BUSY', 'SQLITE_LOCKED', 'SQLITE_PROTOCOL'];

/** What an error of the embedded database means. */
export function sqliteFaultOf({ code = '' }: DriverError): Fault {
  const isOneOf = (beginnings: readonly string[]) => beginnings.some((one) => code.startsWith(one));
  if (isOneOf(CONFLICT)) return 'conflict';
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
    return 'duplicate';
  }
  if (code === 'SQLITE_CONSTRAINT_CHECK') return 'check';
  if (code === 'SQLITE_FULL') return 'no_room';
  return isOneOf(STORAGE) ? 'storage' : 'other';
}
