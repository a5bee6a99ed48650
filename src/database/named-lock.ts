import { createHash } from 'node:crypto';
import { driverErrorOf } from './faults.js';

/** Galera, in strict mode, knows no named locks, and says so. */
const NO_LOCKS = new Set([1235, 4165]);

/** Sends one statement, always on the same connection. */
type Ask = <Row>(sql: string, values: readonly (string | number)[]) => Promise<Row[]>;

/**
 * Takes a name for one connection to a server, until that connection ends: also when its program
 * was killed, and then not before the server is done with its last statement. False where another
 * one keeps it for so long; a server without such names gives it to everybody.
 */
export async function takeName(
  ask: Ask,
  what: string,
  { database, withinSeconds }: { database: string; withinSeconds: number },
): Promise<boolean> {
  // The server has room for 64 letters, and databases of all owners share them.
  const name = `${what}-${createHash('sha256').update(database).digest('hex').slice(0, 32)}`;
  try {
    const sql = 'SELECT GET_LOCK(?, ?) AS isTaken';
    const [row] = await ask<{ isTaken: number | string }>(sql, [name, withinSeconds]);
    return Number(row?.isTaken) === 1;
  } catch (error) {
    if (NO_LOCKS.has(driverErrorOf(error).errno ?? 0)) return true;
    throw error;
  }
}
