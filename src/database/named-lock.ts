import { createHash } from 'node:crypto';
import { driverErrorOf } from './faults.js';

/** Galera, in strict mode, knows no named locks, and says so. */
const NO_LOCKS = new Set([1235, 4165]);

/** Sends one statement, always on the same connection. */
export type Ask = <Row>(sql: string, values: readonly (string | number)[]) => Promise<Row[]>;

/** A name for one connection to a server, of one of its databases. */
export interface Name {
  readonly what: string;
  readonly database: string;
}

/**
 * Takes a name until it is let go, or the connection ends: also when its program was killed, and
 * then not before the server is done with its last statement. False where another one keeps it for
 * so long; a server without such names gives it to everybody.
 */
export async function takeName(ask: Ask, name: Name, withinSeconds: number): Promise<boolean> {
  try {
    const sql = 'SELECT GET_LOCK(?, ?) AS isTaken';
    const [row] = await ask<{ isTaken: number | string }>(sql, [keyOf(name), withinSeconds]);
    return Number(row?.isTaken) === 1;
  } catch (error) {
    if (NO_LOCKS.has(driverErrorOf(error).errno ?? 0)) return true;
    throw error;
  }
}

/** Lets a name go; one that this connection does not have stays as it is. */
export async function letNameGo(ask: Ask, name: Name): Promise<void> {
  await ask('SELECT RELEASE_LOCK(?) AS was', [keyOf(name)]);
}

/** The server has room for 64 letters, and databases of all owners share them. */
function keyOf({ what, database }: Name): string {
  return `${what}-${createHash('sha256').update(database).digest('hex').slice(0, 32)}`;
}
