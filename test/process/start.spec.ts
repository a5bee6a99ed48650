import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, createMigratedDatabase, isServerDatabase } from '../support/database.js';
import { freePort } from '../support/mariadb-server.js';
import {
  endProduct,
  ensureBuilt,
  ensureDashboardBuilt,
  type Ended,
  type ProductEnv,
  runProduct,
  startProduct,
} from '../support/process.js';
import { migrate, openDatabase } from '../support/sql.js';

const SECRET = 'a-secret-that-only-the-tests-know-0123456789';
const NO_TROUBLE: ProductEnv = { PORT: '0', LOG_LEVEL: 'silent', JWT_SECRET: SECRET };

describe('starting the product', () => {
  let folder: string;

  beforeAll(async () => {
    await Promise.all([ensureBuilt(), ensureDashboardBuilt()]);
    folder = await mkdtemp(join(tmpdir(), 'coach-start-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The product must give up with these words, and with nothing of its insides. */
  function expectRefusal({ code, stdout, stderr }: Ended, words: string | RegExp): void {
    expect(stderr).toMatch(words);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/^\s+at |Error:|node_modules|\.[jt]s:\d/m);
    expect(stderr.trim()).not.toContain(SECRET);
  }

  function expectOneLine({ stderr }: Ended): void {
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }

  /** A URL of a database that can be started on. */
  async function givenDatabase(): Promise<string> {
    const url = await createDatabase();
    if (isServerDatabase()) await migrate(url);
    return url;
  }

  async function change(url: string, statement: string): Promise<void> {
    const { sql, close } = await openDatabase(url);
    await sql(statement);
    await close();
  }

  /** A database on which a later release has run migrations. */
  async function givenLaterDatabase(...names: string[]): Promise<string> {
    const url = await createMigratedDatabase();
    for (const name of names) {
      const values = `${name.slice(-13)}, '${name}'`;
      await change(url, `INSERT INTO coach_schema_migration (timestamp, name) VALUES (${values})`);
    }
    return url;
  }

  it('serves on the tables of the next release, and says whose they are', async () => {
    const DATABASE_URL = await givenLaterDatabase(
      'Rooms1900000001000',
      'ContractLastingIds1900000002000',
    );
    const product = await startProduct({ ...NO_TROUBLE, DATABASE_URL, LOG_LEVEL: 'warn' });
    try {
      expect((await fetch(`${product.base}/health/ready`)).status).toBe(200);
      expect(product.output()).toContain('"migrations":["Rooms1900000001000"');
    } finally {
      await endProduct(product);
    }
  });

  it('says that a later release has taken away what it needs', async () => {
    const DATABASE_URL = await givenLaterDatabase(
      'Rooms1900000001000',
      'ContractRooms1900000002000',
    );
    const ended = await runProduct({ ...NO_TROUBLE, DATABASE_URL });
    expectRefusal(ended, /of a later release, .*cannot run \(ContractRooms1900000002000\)/);
    expectOneLine(ended);
  });

  it('says where it is, serves there, and fills nobody in, in production', async () => {
    const url = await givenDatabase();
    const product = await startProduct({
      ...NO_TROUBLE,
      NODE_ENV: 'production',
      STUDIO_TIME_ZONE: 'America/New_York',
      DATABASE_URL: url,
    });
    try {
      const ready = async () => (await fetch(`${product.base}/health/ready`)).status;
      await expect.poll(ready).toBe(200);
      expect(product.output()).toContain(`${product.base}/app/`);
      expect(product.output()).toContain(`${product.base}/api/v1`);
      expect(product.output()).toContain(`${product.base}/docs-json\n`);
      expect(product.output()).toContain('America/New_York');
      expect(product.output()).toContain('Host names  any, until PUBLIC_HOSTS says');
      const answers = await Promise.all(
        ['/health/live', '/docs-json', '/app/sw.js', '/api/v1/members'].map((path) =>
          fetch(`${product.base}${path}`),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 401]);
      expect(product.output()).not.toMatch(/Error|Password/);
      const { sql, close } = await openDatabase(url);
      expect(await sql('SELECT id FROM `user`')).toEqual([]);
      await close();
    } finally {
      await endProduct(product);
    }
  });

  if (isServerDatabase()) {
    it('says that the database server cannot be reached', async () => {
      const DATABASE_URL = `mariadb://user:secret-word@127.0.0.1:${await freePort()}/studio`;
      const ended = await runProduct({ ...NO_TROUBLE, DATABASE_URL });
      expectRefusal(ended, 'The database server cannot be reached');
      expectOneLine(ended);
      expect(ended.stderr).not.toContain('secret-word');
    });

    it('says that the password is wrong', async () => {
      const url = new URL(await givenDatabase());
      url.password = 'not-this-one';
      const ended = await runProduct({ ...NO_TROUBLE, DATABASE_URL: url.href });
      expectRefusal(ended, 'refuses the user or the password');
      expectOneLine(ended);
      expect(ended.stderr).not.toContain('not-this-one');
    });

    it('says that there is no such database', async () => {
      const DATABASE_URL = `${await givenDatabase()}_of_somebody_else`;
      const ended = await runProduct({ ...NO_TROUBLE, DATABASE_URL });
      expectRefusal(ended, 'does not exist');
      expectOneLine(ended);
    });

    it('says which command is missing where migrations have not run', async () => {
      const DATABASE_URL = await createDatabase();
      const ended = await runProduct({ ...NO_TROUBLE, DATABASE_URL });
      expectRefusal(ended, /\d+ migrations have not run .*npm run migration:run/);
      expectOneLine(ended);
    });

    it('says that a restore has not ended', async () => {
      const DATABASE_URL = await givenDatabase();
      await change(DATABASE_URL, 'CREATE TABLE coach_restore_unfinished (since varchar(40))');
      const ended = await runProduct({ ...NO_TROUBLE, DATABASE_URL });
      expectRefusal(ended, 'A restore into this database did not come to its end. Run it again.');
      expectOneLine(ended);
    });
  } else {
    // Ports and IP addresses are the same on each database.
    it('says that the port is taken', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => other.once('listening', resolve));
      const { port } = other.address() as AddressInfo;
      const DATABASE_URL = await givenDatabase();
      const production = { NODE_ENV: 'production', STUDIO_TIME_ZONE: 'UTC' };
      const ended = await runProduct({
        ...NO_TROUBLE,
        ...production,
        DATABASE_URL,
        PORT: String(port),
      });
      other.close();
      expectRefusal(ended, `Port ${port} is taken`);
      expectOneLine(ended);
    });

    it('says that HOST is not of this machine', async () => {
      const DATABASE_URL = await givenDatabase();
      const production = { NODE_ENV: 'production', STUDIO_TIME_ZONE: 'UTC' };
      const HOST = '203.0.113.1';
      const ended = await runProduct({ ...NO_TROUBLE, ...production, DATABASE_URL, HOST });
      expectRefusal(ended, 'HOST is not an IP address of this machine');
      expectOneLine(ended);
    });

    it('says that the folder of the database cannot be written', async () => {
      const file = join(folder, 'a-file');
      await writeFile(file, 'not a folder');
      const ended = await runProduct({ ...NO_TROUBLE, DATABASE_URL: `sqlite:${file}/y/coach.db` });
      expectRefusal(ended, /folder cannot be written/);
      expectOneLine(ended);
      expect(ended.stderr).toContain(file);
    });

    it('says that the database is a folder', async () => {
      const ended = await runProduct({ ...NO_TROUBLE, DATABASE_URL: `sqlite:${folder}` });
      expectRefusal(ended, 'cannot be opened or created');
      expectOneLine(ended);
    });

    it('says that the file is no database', async () => {
      const file = join(folder, 'letter.txt');
      await writeFile(file, 'Dear Ana, '.repeat(1000));
      const ended = await runProduct({ ...NO_TROUBLE, DATABASE_URL: `sqlite:${file}` });
      expectRefusal(ended, 'is not a SQLite database');
      expectOneLine(ended);
    });
  }
});
