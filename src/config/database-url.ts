import { resolve } from 'node:path';
import type { DatabaseConfig } from './config.js';
import type { EnvironmentReader } from './environment-reader.js';

const DEFAULT_URL = 'sqlite:data/coach.db';
const FORMS = 'sqlite:FILE, mariadb://USER:PASSWORD@HOST:PORT/DATABASE or mysql://…';

/** Connections of all processes together, where nobody says how many each may open. */
const CONNECTIONS = 100;

/** Reads `DATABASE_URL`; mistakes never repeat its value, because it holds a password. */
export function readDatabaseUrl(env: EnvironmentReader, processes: number): DatabaseConfig {
  // There is one more while each is started anew.
  const fallback = Math.max(2, Math.min(10, Math.floor(CONNECTIONS / (processes + 1))));
  const poolSize = env.integer('DATABASE_POOL_SIZE', { fallback, minimum: 1, maximum: 200 });
  const url = env.text('DATABASE_URL') ?? DEFAULT_URL;
  const [scheme, rest = ''] = splitOnce(url, ':');

  if (scheme === 'sqlite') {
    const file = rest.replace(/^\/\/(?=\/)/, '');
    if (file === '' || file === ':memory:') {
      env.mistake('DATABASE_URL', 'must name a file after "sqlite:"');
    }
    return { kind: 'sqlite', file: resolve(file) };
  }
  if (scheme === 'mariadb' || scheme === 'mysql') {
    const named = isServerUrl(url);
    if (!named) {
      const letters = 'letters such as @ : / of a password are written %40 %3A %2F';
      env.mistake(
        'DATABASE_URL',
        `must have the form ${FORMS}, with the database's name; ${letters}`,
      );
    }
    return { kind: scheme, url, poolSize };
  }
  env.mistake('DATABASE_URL', `must have the form ${FORMS}`);
  return { kind: 'sqlite', file: '' };
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Whether the URL names a database, and user and password can be read out of it. */
function isServerUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password, pathname } = new URL(text);
  try {
    decodeURIComponent(`${username}${password}`);
    return pathname.length > 1;
  } catch {
    return false;
  }
}
