import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** For the owner alone, as the database is. */
const OWNERS = 0o600;

/** Where the secret of an embedded database is kept. */
export function secretFileOf(databaseFile: string): string {
  return `${databaseFile}.jwt-secret`;
}

/** The secret that is kept beside a database, or undefined where there is none. */
export function keptSecret(databaseFile: string): string | undefined {
  const file = secretFileOf(databaseFile);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/**
 * Makes a secret and keeps it. Of several processes that start at once one makes it, and the others
 * take that one: the file gets its name once it is whole, and only if there is none.
 */
export function keepSecret(databaseFile: string): { secret: string; isNew: boolean } {
  const file = secretFileOf(databaseFile);
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${randomBytes(6).toString('hex')}`;
  const secret = randomBytes(48).toString('base64url');
  try {
    writeWhole(own, `${secret}\n`);
    linkSync(own, file);
    return { secret, isNew: true };
  } catch (error) {
    const found = (error as { code?: unknown }).code === 'EEXIST' && keptSecret(databaseFile);
    if (!found) throw error;
    return { secret: found, isNew: false };
  } finally {
    rmSync(own, { force: true });
  }
}

function writeWhole(file: string, text: string): void {
  const descriptor = openSync(file, 'wx', OWNERS);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  // Whatever the process masks.
  chmodSync(file, OWNERS);
}
