import { resolve } from 'node:path';
import type { DatabaseConfig } from './config.js';
import { readDatabaseTls } from './database-tls.js';
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
  const url = env.secret('DATABASE_URL') ?? DEFAULT_URL;
  const [scheme, rest = ''] = splitOnce(url, ':');

  if (scheme === 'sqlite') {
    const file = rest.replace(/^\/\/(?=\/)/, '');
    if (file === '' || file === ':memory:') {
      env.mistake('DATABASE_URL', 'must name a file after "sqlite:"');
    }
    refuseQuery(env, rest);
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
    if (named) refuseQuery(env, url);
    const password = env.secret('DATABASE_PASSWORD');
    const tls = readDatabaseTls(env, named ? url : undefined);
    return { kind: scheme, url: named ? withPassword(url, password) : url, poolSize, tls };
  }
  env.mistake('DATABASE_URL', `must have the form ${FORMS}`);
  return { kind: 'sqlite', file: '' };
}

/** One that stands in the URL itself is that of another user, or server. */
function withPassword(text: string, password: string | undefined): string {
  const url = new URL(text);
  if (password === undefined || url.username === '' || url.password !== '') return text;
  url.password = encodeURIComponent(password);
  return url.href;
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** What other programs read there, and what is said here instead. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/ssl|tls|secure/i, 'For TLS set DATABASE_TLS=verify and DATABASE_CA'],
  [/pool|connectionlimit|max_?conn/i, 'For the number of connections set DATABASE_POOL_SIZE'],
  [/time_?zone/i, 'For the zone of the times in shared tables set DATABASE_TIME_ZONE'],
];

/** A wish that nobody reads is one that somebody relies on. */
function refuseQuery(env: EnvironmentReader, url: string): void {
  const [, query] = splitOnce(url.split('#', 1)[0] ?? '', '?');
  if (query === undefined && !url.includes('#')) return;
  const names = [...new URLSearchParams(query).keys()].filter((name) =>
    /^[\w.-]{1,40}$/.test(name),
  );
  const told = INSTEAD.filter(([word]) => names.some((name) => word.test(name)));
  const advice = told.map(([, instead]) => instead);
  const what =
    names.length > 0 ? `names ${names.join(', ')} behind a ?` : 'goes on behind a ? or #';
  const mend = advice.length > 0 ? advice : ['Leave it out; further settings are in .env.example'];
  env.mistake('DATABASE_URL', [`${what}, where nothing is read`, ...mend].join('. '));
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
