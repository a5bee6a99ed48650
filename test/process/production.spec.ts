import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import { runCli } from '../support/cli.js';
import { endProduct, ensureBuilt, runProduct, startProduct } from '../support/process.js';
import { openStudio, type Studio } from '../support/studio.js';

const JWT_SECRET = 'only-this-test-knows-it-0123456789-0123456789';
const PRODUCTION = { NODE_ENV: 'production', STUDIO_TIME_ZONE: 'Europe/Berlin', JWT_SECRET };
const TO_OTHERS = { HOST: '0.0.0.0', JWT_SECRET };

describe('the demo studio, whose passwords are public', () => {
  let studio: Studio;
  let DATABASE_URL: string;

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio();
    DATABASE_URL = studio.databaseUrl;
  });
  afterAll(() => studio.close());

  /** The line with which the product refuses to serve the database. */
  async function refusalOf(env: Record<string, string>): Promise<string> {
    const all = { ...env, DATABASE_URL, PORT: '0', LOG_LEVEL: 'silent' };
    const { code, stdout, stderr } = await runProduct(all);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    return stderr;
  }

  it('is not made where others are served, by no start and no command', async () => {
    const seeded = await runCli(['seed:demo'], { DATABASE_URL, ...TO_OTHERS });
    expect(seeded.code).toBe(1);
    expect(seeded.stderr).toMatch(/public passwords.*HOST=0\.0\.0\.0/);
    await endProduct(await startProduct({ DATABASE_URL, ...TO_OTHERS }));
    expect(await studio.sql('SELECT id FROM `user`')).toEqual([]);
  });

  it('is served on this machine alone', async () => {
    const seeded = await runCli(['seed:demo'], { DATABASE_URL, JWT_SECRET });
    expect(seeded).toMatchObject({ code: 0 });
    await endProduct(await startProduct({ DATABASE_URL, JWT_SECRET }));
    // What the message made people do while only the admin was looked at.
    await studio.sql("UPDATE `user` SET password = '!' WHERE email = 'admin@example.com'");

    const why = /^This database holds the demo studio.*Set DATABASE_URL/;
    expect(await refusalOf(PRODUCTION)).toMatch(why);
    const toOthers = await refusalOf(TO_OTHERS);
    expect(toOthers).toMatch(why);
    expect(toOthers).toContain('HOST=0.0.0.0');
  });

  it('is recognised by its passwords where it was made before there was a mark', async () => {
    const mark = "FROM coach_schema_origin WHERE table_name = 'the demo studio'";
    expect(await studio.sql(`SELECT table_name ${mark}`)).toHaveLength(1);
    await studio.sql(`DELETE ${mark}`);
    const why = /^Accounts of this database have the published.*\(staff@example\.com, ana@/;
    expect(await refusalOf(PRODUCTION)).toMatch(why);
    expect(await refusalOf(TO_OTHERS)).toMatch(why);
  });

  it('is nothing that people at example.com with passwords of their own are', async () => {
    const hash = await studio.app.get(Passwords).hash('a-password-of-their-own');
    await studio.sql('UPDATE `user` SET password = ?', [hash]);
    await endProduct(await startProduct({ DATABASE_URL, ...PRODUCTION }));
  });
});
