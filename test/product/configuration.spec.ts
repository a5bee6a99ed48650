import { beforeAll, describe, expect, it } from 'vitest';
import {
  endProduct,
  ensureBuilt,
  type ProductEnv,
  runProduct,
  startProduct,
} from '../support/process.js';
import { startCli } from '../support/cli.js';

/** In the folder of the process, which is its own and goes with it. */
const DATABASE_URL = 'sqlite:studio.db';
const SERVER = 'mariadb://coach:secret-word@127.0.0.1:1/studio';
const SECRET = 'a-secret-that-only-the-tests-know-0123456789';

describe('a configuration with mistakes', () => {
  beforeAll(ensureBuilt);

  /** The lines with which the product refuses to start. */
  async function mistakesOf(env: ProductEnv): Promise<string[]> {
    const { code, stdout, stderr } = await runProduct({
      LOG_LEVEL: 'silent',
      PORT: '0',
      DATABASE_URL,
      ...env,
    });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const [headline, ...lines] = stderr.trim().split('\n');
    expect(headline).toBe('The configuration has mistakes:');
    expect(stderr).not.toMatch(/^\s+at |Error|node_modules/m);
    return lines.map((line) => line.trim().replace(/^- /, ''));
  }

  it('is refused with all of them at once', async () => {
    const mistakes = await mistakesOf({
      DATABASE_URL: 'postgres://ana:secret-word@db/studio',
      DATABASE_POOL_SIZE: '0',
      DATABASE_TIME_ZONE: '+08:00',
      PORT: '70000',
      JOBS: 'sometimes',
      PROCESSES: '65',
      PERSON_CHANGES_PER_SECOND: '-1',
      PERSON_READS_PER_SECOND: '10001',
      PERSON_STREAMS_PER_SECOND: 'few',
      SHUTDOWN_GRACE_SECONDS: '121',
      STUDIO_TIME_ZONE: 'Europe/Atlantis',
      JWT_SECRET: 'short',
      ACCESS_TOKEN_MINUTES: 'many',
      REFUSALS_LOGGED_PER_HOUR: 'some',
      ACTIVITY_ADDRESS_DAYS: '-90',
      REFRESH_TOKEN_DAYS: '-1',
      SIGN_IN_DAYS: '366',
      SECOND_FACTOR: 'yes',
      REHASH_LEGACY_PASSWORDS: 'yes',
      CORS_ORIGINS: 'https://app.example.com/path',
      COUNTED_RATE_TYPES: 'package,weekly',
      LOG_LEVEL: 'chatty',
      MAX_CONNECTIONS: '9',
      MAIL_URL: 'pop3://ana:secret-word@mail.example.com',
      MAIL_FROM: 'Ana',
      PUBLIC_URL: 'http://studio.example.com',
    });
    expect(mistakes.map((line) => line.split(' ')[0]).toSorted()).toEqual([
      ...[
        'ACCESS_TOKEN_MINUTES',
        'ACTIVITY_ADDRESS_DAYS',
        'CORS_ORIGINS',
        'COUNTED_RATE_TYPES',
        'DATABASE_POOL_SIZE',
      ],
      ...['DATABASE_TIME_ZONE', 'DATABASE_URL'],
      ...['JOBS', 'JWT_SECRET', 'LOG_LEVEL', 'MAIL_FROM', 'MAIL_URL', 'MAX_CONNECTIONS'],
      'PERSON_CHANGES_PER_SECOND',
      ...[
        'PERSON_READS_PER_SECOND',
        'PERSON_STREAMS_PER_SECOND',
        'PORT',
        'PROCESSES',
        'PUBLIC_URL',
      ],
      ...['REFRESH_TOKEN_DAYS', 'REFUSALS_LOGGED_PER_HOUR', 'REHASH_LEGACY_PASSWORDS'],
      'SECOND_FACTOR',
      ...['SHUTDOWN_GRACE_SECONDS', 'SIGN_IN_DAYS', 'STUDIO_TIME_ZONE'],
    ]);
    expect(mistakes.join('\n')).not.toMatch(/secret-word|short\b(?! to)/);
  });

  describe('is refused in production', () => {
    const production = { NODE_ENV: 'production', JWT_SECRET: SECRET, STUDIO_TIME_ZONE: 'UTC' };

    it.each([
      [
        'with the secret that everybody knew',
        { JWT_SECRET: 'only-for-trying-out-on-this-machine-0000' },
        /^JWT_SECRET is easily guessed: it is known words and repetitions\. Set a random/,
      ],
      ['with a short secret', { JWT_SECRET: SECRET.slice(0, 31) }, /^JWT_SECRET is too short/],
      ['without a time zone', { STUDIO_TIME_ZONE: '' }, /^STUDIO_TIME_ZONE is missing/],
      [
        'with a time zone that is none',
        { STUDIO_TIME_ZONE: 'Berlin' },
        /^STUDIO_TIME_ZONE "Berlin"/,
      ],
      [
        'with a zone of the database that is none',
        { DATABASE_TIME_ZONE: 'SYSTEM' },
        /^DATABASE_TIME_ZONE "SYSTEM" is not an IANA time zone/,
      ],
    ])('%s', async (_, env, words) => {
      expect(await mistakesOf({ ...production, ...env })).toEqual([expect.stringMatching(words)]);
    });

    it('and told of both at once', async () => {
      const env = { NODE_ENV: 'production', DATABASE_URL: SERVER };
      expect(await mistakesOf(env)).toHaveLength(2);
    });

    it('but not if nothing is missing', async () => {
      const product = await startProduct({ ...production, DATABASE_URL });
      const { status } = await fetch(`${product.base}/health/ready`);
      await endProduct(product);
      expect(status).toBe(200);
      expect(product.output()).not.toContain('Password');
    });
  });

  it.each([
    ['monthly', /^COUNTED_RATE_TYPES leaves out package, which always counts\. Write package,/],
    ['package monthly', /^COUNTED_RATE_TYPES "package monthly" is no rate type\. Name some of/],
  ])('is refused where it counts %s', async (types, words) => {
    const [first] = await mistakesOf({ COUNTED_RATE_TYPES: types });
    expect(first).toMatch(words);
  });

  it('is refused where a server database has no secret, also on one’s own machine', async () => {
    expect(await mistakesOf({ DATABASE_URL: SERVER })).toEqual([
      expect.stringMatching(/^JWT_SECRET is not set, and only the embedded database has one of/),
    ]);
  });

  it('is refused where the embedded database has no place for a secret', async () => {
    expect(await mistakesOf({ DATABASE_URL: 'sqlite:/dev/null/x/studio.db' })).toEqual([
      expect.stringMatching(/^JWT_SECRET is not set, and none can be kept: .*\/dev\/null/),
    ]);
  });

  it.each([
    ['NODE_ENV', 'prod'],
    ['PROCESSES', 'many'],
    ['PROCESSES', '0'],
    ['TRUSTED_PROXIES', 'foo'],
    ['METRICS_TOKEN', 'too-short'],
    ['METRICS_TOKEN', 'two words are no token'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['TRUSTED_PROXIES', '::/0'],
    ['TRUSTED_PROXIES', '::ffff:0:0/96'],
    ['JWT_SECRET_PREVIOUS', 'only-for-trying-out-on-this-machine-0000'],
    ['JWT_SECRET_PREVIOUS', SECRET],
    ['PUBLIC_HOSTS', 'https://studio.example.com'],
    ['SWAGGER_UI', 'yes'],
    ['DATABASE_URL', 'mariadb://coach:%zz@127.0.0.1/coach'],
    ['DATABASE_URL', 'mariadb://coach:%zz@127.0.0.1/coach?ssl=true'],
    ['DATABASE_URL', 'mariadb://coach:p@127.0.0.1/coach?ssl=%zz'],
  ])('is refused where %s is %s, in one line', async (name, value) => {
    const [mistake, ...others] = await mistakesOf({ JWT_SECRET: SECRET, [name]: value });
    expect(others).toEqual([]);
    expect(mistake).toMatch(new RegExp(`^${name} .*\\.$`));
    expect(mistake).not.toContain('%zz');
  });

  it('is no reason for a command to make the database that it cannot find', async () => {
    const verified = await startCli(['verify'], { DATABASE_URL: 'sqlite:nowhere/typo.db' });
    expect(verified.code).toBe(2);
    expect(verified.stderr).toMatch(/^There is no database .*typo\.db\. Check DATABASE_URL\.\n/);
    expect(verified.stderr).toContain('Could not check');
  });
});
