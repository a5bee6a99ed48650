import type { DriverError, Fault } from './dialect.js';
import { isRejection } from './mariadb-columns.js';
import { isOutOfIds } from './mariadb-ids.js';

/** Deadlock, lock timeout, a row that changed; and statements that an operator has ended. */
const CONFLICTS = new Set([1213, 1205, 1020, 1317]);

// Also too many connections or threads, and servers that are shutting down.
const CONNECTION_LOST = new Set([
  ...[1040, 1043, 1047, 1053, 1135, 1158, 1159, 1160, 1161, 1180, 1203, 1226, 1927],
  ...[2006, 2013],
]);
const CONNECTION_LOST_CODES = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ENOENT',
  'EPIPE',
  // Another one may have taken over, which does not encrypt, or is not the one that it should be.
  'HANDSHAKE_NO_SSL_SUPPORT',
  'HANDSHAKE_SSL_ERROR',
  'ETIMEDOUT',
]);

/** The server gave up by a limit of its own: MariaDB's number and MySQL's. */
const TIMEOUTS = new Set([1969, 3024]);

/** The server, or each of its transactions, only reads; another one may have taken over. */
const READ_ONLY = new Set([1290, 1792, 1836]);

/** No room for a row, a file, a lock, a transaction. */
const NO_ROOM = new Set([1021, 1026, 1114, 1206, 1637]);

/** Files that cannot be made, opened, read or locked, are damaged or write-protected; memory. */
const STORAGE = new Set([
  ...[1004, 1005, 1015, 1016, 1017, 1023, 1024, 1025, 1030, 1033, 1034, 1035, 1036, 1037, 1038],
  ...[1041, 1194, 1195, 1712, 1877, 1932],
]);

/** Below the numbers of SQL are those of the server's file system layer, such as 3: no write. */
const FILE_SYSTEM = { from: 1, to: 99, noRoom: new Set([3, 14, 20]) };

/** How the system's own word on a full disk stands in the text of other errors. */
const FULL_DISK = /No space left|quota exceeded|Disk full/i;

/** What an error of the server, or of the connection to it, means. */
export function mariadbFaultOf(error: DriverError): Fault {
  const { code = '', errno = 0 } = error;
  if (CONFLICTS.has(errno)) return 'conflict';
  if (code === 'PROTOCOL_SEQUENCE_TIMEOUT' || TIMEOUTS.has(errno)) return 'timeout';
  if (isConnectionLost(error)) return 'connection_lost';
  if (READ_ONLY.has(errno)) return 'read_only';
  if (isOutOfIds(error)) return 'out_of_ids';
  if (errno === 1062) return 'duplicate';
  if (isRejection(errno)) return 'value_rejected';
  // 4025 on MariaDB, 3819 on MySQL; the drivers' names for them are wrong.
  if (errno === 4025 || errno === 3819) return 'check';
  return storageFaultOf(error);
}

/** Errors on a connection that was closed meanwhile have no code. */
function isConnectionLost({ code = '', errno = 0, fatal = false }: DriverError): boolean {
  return CONNECTION_LOST.has(errno) || CONNECTION_LOST_CODES.has(code) || (fatal && code === '');
}

function storageFaultOf({ errno = 0, sqlMessage = '' }: DriverError): Fault {
  if (NO_ROOM.has(errno) || FILE_SYSTEM.noRoom.has(errno)) return 'no_room';
  const isOfFiles = errno >= FILE_SYSTEM.from && errno <= FILE_SYSTEM.to;
  if (!isOfFiles && !STORAGE.has(errno)) return 'other';
  return FULL_DISK.test(sqlMessage) ? 'no_room' : 'storage';
}
