import { randomBytes } from 'node:crypto';
import type { Config, DatabaseConfig } from './config.js';
import type { EnvironmentReader } from './environment-reader.js';
import { keepSecret, keptSecret, secretFileOf } from './kept-secret.js';
import { weaknessOf } from './secret-rules.js';

/** What the configuration is read for: only who serves makes what must last. */
export type Purpose = 'serve' | 'command';

type Secret = Pick<Config, 'jwtSecret' | 'jwtSecretSource'>;
type Secrets = Secret & Pick<Config, 'jwtSecretPrevious'>;

const NAME = 'JWT_SECRET';
const PREVIOUS = 'JWT_SECRET_PREVIOUS';
const HOW_TO = 'Set a random text of at least 32 characters (openssl rand -base64 48)';

/**
 * The secret that is set, by itself or by its file, or else the one that is kept beside the
 * embedded database. A server database has no such place: there, to serve demands that one is set.
 * And the one that retires.
 */
export function readJwtSecret(
  env: EnvironmentReader,
  database: DatabaseConfig,
  purpose: Purpose,
): Secrets {
  const secret = readCurrent(env, database, purpose);
  return { ...secret, jwtSecretPrevious: readPrevious(env, secret) };
}

function readCurrent(env: EnvironmentReader, database: DatabaseConfig, purpose: Purpose): Secret {
  const set = env.secret('JWT_SECRET');
  if (set !== undefined) {
    requireStrong(env, NAME, set);
    return { jwtSecret: set, jwtSecretSource: 'set' };
  }
  // Its file is the mistake then, and no other secret is taken for it.
  if (env.isGiven(NAME)) return { jwtSecret: '', jwtSecretSource: 'set' };
  if (database.kind !== 'sqlite' && purpose === 'serve') {
    env.mistake(NAME, `is not set, and only the embedded database has one of its own. ${HOW_TO}`);
  }
  const kept = database.kind === 'sqlite' ? readKept(env, database.file) : undefined;
  if (kept !== undefined) return { jwtSecret: kept, jwtSecretSource: 'kept' };
  // Nobody else knows it, so what it signs opens nothing.
  return { jwtSecret: randomBytes(48).toString('base64url'), jwtSecretSource: 'unknown' };
}

/** It opens as much as the other, so it is as strong. */
function readPrevious(env: EnvironmentReader, { jwtSecret }: Secret): string | undefined {
  const previous = env.secret('JWT_SECRET_PREVIOUS');
  if (previous === undefined) return undefined;
  if (previous === jwtSecret) {
    env.mistake(PREVIOUS, 'is the secret of now. Set JWT_SECRET to the new one, or leave this out');
  } else {
    requireStrong(env, PREVIOUS, previous);
  }
  return previous;
}

/**
 * The configuration to serve by: where no secret is set and none is kept, one is made and kept
 * beside the embedded database. Called once all else is right.
 */
export function withLastingSecret(env: EnvironmentReader, config: Config): Config {
  const { database, jwtSecretSource } = config;
  if (jwtSecretSource !== 'unknown' || database.kind !== 'sqlite') return config;
  try {
    const { secret, isNew } = keepSecret(database.file);
    return { ...config, jwtSecret: secret, jwtSecretSource: isNew ? 'made' : 'kept' };
  } catch (error) {
    env.mistake(NAME, `is not set, and none can be kept: ${wordsOf(error)}. ${HOW_TO}`);
    env.throwMistakes();
    throw error;
  }
}

function readKept(env: EnvironmentReader, databaseFile: string): string | undefined {
  const file = secretFileOf(databaseFile);
  try {
    const secret = keptSecret(databaseFile);
    if (secret !== undefined && weaknessOf(secret) !== undefined) {
      env.mistake(NAME, `is not set, and ${file} holds none. Delete it: the next start makes one`);
    }
    return secret;
  } catch (error) {
    env.mistake(NAME, `is not set, and the one that is kept is not read: ${wordsOf(error)}`);
    return undefined;
  }
}

function requireStrong(env: EnvironmentReader, name: string, secret: string): void {
  const weakness = weaknessOf(secret);
  if (weakness !== undefined) env.mistake(name, `${weakness}. ${HOW_TO}`);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
