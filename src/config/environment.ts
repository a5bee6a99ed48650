import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { parseEnv } from 'node:util';
import { LOG_LEVELS, RATE_TYPES, type Config, type HashCosts, type RateType } from './config.js';
import { readDatabaseUrl } from './database-url.js';
import { EnvironmentReader } from './environment-reader.js';
import { type Purpose, readJwtSecret, withLastingSecret } from './jwt-secret.js';
import { readMail, readPublicUrl } from './mail-settings.js';
import { readJobs, readProcesses } from './process-settings.js';
import { readPublicHosts } from './reach.js';

export { EnvironmentError } from './environment-reader.js';

/** People do not wait longer for an answer. */
const STATEMENT_TIMEOUT_MS = 5_000;

const HASH_COSTS: HashCosts = {
  // As OWASP's Password Storage Cheat Sheet has it for argon2id: 19 MiB, two passes, one lane.
  argon2: { memoryCost: 19_456, timeCost: 2, parallelism: 1 },
  // That of PHP's `password_hash` where nothing else is said.
  bcrypt: 10,
};

/**
 * The configuration from environment variables, and from a file `.env` where there is one; what is
 * given here comes before both. Throws one `EnvironmentError` that lists every mistake in plain
 * words. To serve makes a secret where none is set and the database is a file.
 */
export function loadConfig(given: NodeJS.ProcessEnv = {}, purpose: Purpose = 'command'): Config {
  // Not into this process: one that it starts later must read the file as it is then.
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  return readConfig(layered(file, process.env, given), purpose);
}

/** One over the other: `NAME` and `NAME_FILE` are two ways to say the same, so each hides both. */
export function layered(...layers: readonly NodeJS.ProcessEnv[]): NodeJS.ProcessEnv {
  const all: NodeJS.ProcessEnv = {};
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer)) {
      const isSaid = value !== undefined && value.trim() !== '';
      const other = name.endsWith('_FILE') ? name.slice(0, -'_FILE'.length) : `${name}_FILE`;
      // Names that have no file have none to be hidden.
      if (isSaid && other in all && !(other in layer)) Reflect.deleteProperty(all, other);
      all[name] = value;
    }
  }
  return all;
}

/** As `loadConfig`, from the variables given. */
export function readConfig(variables: NodeJS.ProcessEnv, purpose: Purpose = 'command'): Config {
  const env = new EnvironmentReader(variables);
  const mode = env.choice('NODE_ENV', ['development', 'test', 'production'], 'development');
  const production = mode === 'production';
  const processesAsked = readProcesses(env);
  const database = readDatabaseUrl(env, processesAsked);
  const publicHosts = readPublicHosts(env);
  const publicUrl = readPublicUrl(env, publicHosts);
  const config: Config = {
    production,
    host: readHost(env),
    publicHosts,
    publicUrl,
    mail: readMail(env, publicUrl),
    port: env.integer('PORT', { fallback: 3000, minimum: 0, maximum: 65_535 }),
    processes: database.kind === 'sqlite' ? 1 : processesAsked,
    processesAsked,
    jobs: readJobs(env, database),
    maxConnections: env.integer('MAX_CONNECTIONS', {
      fallback: 4_000,
      minimum: 10,
      maximum: 100_000,
    }),
    shutdownGraceSeconds: env.integer('SHUTDOWN_GRACE_SECONDS', {
      fallback: production ? 5 : 0,
      minimum: 0,
      maximum: 120,
    }),
    database,
    databaseTimeZone: readTimeZone(env, 'DATABASE_TIME_ZONE'),
    studioTimeZone: readStudioTimeZone(env, production),
    ...readWhatCounts(env),
    ...readJwtSecret(env, database, purpose),
    ...readLifetimes(env),
    secondFactor: env.choice('SECOND_FACTOR', ['optional', 'required'], 'optional'),
    rehashLegacyPasswords: env.flag('REHASH_LEGACY_PASSWORDS'),
    hashCosts: HASH_COSTS,
    corsOrigins: readOrigins(env),
    legacyPrefix: readLegacyPrefix(env),
    trustedProxies: readProxies(env),
    personLimits: readPersonLimits(env),
    ...readLogLimits(env),
    metricsToken: readMetricsToken(env),
    swaggerUi: env.flag('SWAGGER_UI', !production),
    logLevel: env.choice('LOG_LEVEL', LOG_LEVELS, 'info'),
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  };
  env.throwMistakes();
  return Object.freeze(purpose === 'serve' ? withLastingSecret(env, config) : config);
}

function readHost(env: EnvironmentReader): string {
  // This name has two IP addresses, and the server of the second would not be stopped in order.
  return (env.text('HOST') ?? 'localhost').replace(/^localhost$/i, '127.0.0.1');
}

type Lifetimes = Pick<Config, 'accessTokenMinutes' | 'refreshTokenDays' | 'signInDays'>;

/** How long somebody who has signed in stays so. */
function readLifetimes(env: EnvironmentReader): Lifetimes {
  const days = { minimum: 1, maximum: 365 };
  return {
    accessTokenMinutes: env.integer('ACCESS_TOKEN_MINUTES', {
      fallback: 15,
      minimum: 1,
      maximum: 60,
    }),
    refreshTokenDays: env.integer('REFRESH_TOKEN_DAYS', { fallback: 30, ...days }),
    signInDays: env.integer('SIGN_IN_DAYS', { fallback: 90, ...days }),
  };
}

type LogLimits = Pick<Config, 'refusalsLoggedPerHour' | 'activityAddressDays'>;

/** What the activity log gets of one attempt, and how long it says from where. */
function readLogLimits(env: EnvironmentReader): LogLimits {
  const many = { fallback: 20, minimum: 0, maximum: 10_000 };
  const days = { fallback: 90, minimum: 0, maximum: 36_500 };
  return {
    refusalsLoggedPerHour: env.integer('REFUSALS_LOGGED_PER_HOUR', many),
    activityAddressDays: env.integer('ACTIVITY_ADDRESS_DAYS', days),
  };
}

function readStudioTimeZone(env: EnvironmentReader, production: boolean): string {
  const name = 'STUDIO_TIME_ZONE';
  if (env.text(name) === undefined && production) {
    env.mistake(name, 'is missing. Set the IANA time zone of the studio, such as Europe/Berlin');
  }
  return readTimeZone(env, name);
}

/** Packages count in any case: one that did not would be training without end. */
function readWhatCounts(
  env: EnvironmentReader,
): Pick<Config, 'countedRateTypes' | 'knowsWhatCounts'> {
  const name = 'COUNTED_RATE_TYPES';
  const named = env.list(name);
  if (named.length === 0) return { countedRateTypes: ['package'], knowsWhatCounts: false };
  const known = RATE_TYPES.join(', ');
  for (const word of named.filter((one) => !RATE_TYPES.some((type) => type === one))) {
    env.mistake(name, `"${word}" is no rate type. Name some of ${known}, separated by commas`);
  }
  if (!named.includes('package')) {
    env.mistake(name, 'leaves out package, which always counts. Write package,monthly for both');
  }
  const countedRateTypes: RateType[] = RATE_TYPES.filter((type) => named.includes(type));
  return { countedRateTypes, knowsWhatCounts: true };
}

function readTimeZone(env: EnvironmentReader, name: string): string {
  const zone = env.text(name) ?? 'UTC';
  try {
    // Newer versions of Node also know offsets: those are no zones, for they know no summer.
    if (/^[+-]/.test(zone)) throw new RangeError('an offset');
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    env.mistake(name, `"${zone}" is not an IANA time zone such as Europe/Berlin`);
    return 'UTC';
  }
}

/** So many that people and their devices never meet them, and few enough to leave for others. */
function readPersonLimits(env: EnvironmentReader): Config['personLimits'] {
  const range = { minimum: 0, maximum: 10_000 };
  return {
    change: env.integer('PERSON_CHANGES_PER_SECOND', { fallback: 20, ...range }),
    read: env.integer('PERSON_READS_PER_SECOND', { fallback: 50, ...range }),
    stream: env.integer('PERSON_STREAMS_PER_SECOND', { fallback: 5, ...range }),
  };
}

function readMetricsToken(env: EnvironmentReader): string | undefined {
  const name = 'METRICS_TOKEN';
  const token = env.secret('METRICS_TOKEN');
  if (token !== undefined && !/^[\x21-\x7e]{16,}$/.test(token)) {
    const howTo = 'Set 16 or more letters and signs without spaces (openssl rand -hex 24)';
    env.mistake(name, `is no token. ${howTo}`);
  }
  return token;
}

function readOrigins(env: EnvironmentReader): readonly string[] {
  const origins = env.list('CORS_ORIGINS');
  for (const origin of origins) {
    if (origin === '*') continue;
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      env.mistake('CORS_ORIGINS', `"${origin}" is not an origin such as https://app.example.com`);
    }
  }
  return origins;
}

function readLegacyPrefix(env: EnvironmentReader): string {
  const name = 'LEGACY_PREFIX';
  const prefix = env.text(name) ?? '';
  // Clients remove `.` and `..` from a URL before they send it.
  if (!/^(\/(?!\.{1,2}(\/|$))[\w.~-]+)*$/.test(prefix)) {
    env.mistake(name, `"${prefix}" is not the path of a folder such as /gym/api`);
  }
  return prefix;
}

/** Names that stand for networks of one's own, as the server knows them. */
const NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

function readProxies(env: EnvironmentReader): readonly string[] {
  const proxies = env.list('TRUSTED_PROXIES');
  for (const proxy of proxies) {
    if (!NETWORKS.includes(proxy) && !isNetwork(proxy)) {
      env.mistake(
        'TRUSTED_PROXIES',
        `"${proxy}" is not an IP address or a network such as 10.0.0.0/8`,
      );
    }
  }
  return proxies;
}

function isNetwork(text: string): boolean {
  const [ip = '', prefix = '0', ...rest] = text.split('/');
  const bits = isIP(ip) === 4 ? 32 : 128;
  if (isIP(ip) === 0 || rest.length > 0 || !/^\d+$/.test(prefix)) return false;
  // Of length 0 it is everybody, and no proxy; so is IPv4 as a network of IPv6.
  const shortest = /^::ffff:/i.test(ip) ? 97 : 1;
  return !text.includes('/') || (Number(prefix) >= shortest && Number(prefix) <= bits);
}
