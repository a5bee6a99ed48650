import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ServerDatabase } from '../../src/backup/server-database.js';
import { readConfig } from '../../src/config/environment.js';
import { runCli } from '../support/cli.js';
import { createDatabase, createMigratedDatabase } from '../support/database.js';

const nameOf = (url: string) => new URL(url).pathname.slice(1);

describe('a restore beside the database in use', () => {
  let root: Connection;
  let folder: string;
  let file: string;
  let env: { DATABASE_URL: string; STUDIO_TIME_ZONE: string };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coach-beside-'));
    file = join(folder, 'copy');
    root = await createConnection(inject('databaseBase').replace(/^mariadb:/, 'mysql:'));
    env = { DATABASE_URL: await createMigratedDatabase(), STUDIO_TIME_ZONE: 'UTC' };
    const name = nameOf(env.DATABASE_URL);
    // What is made under one default and lies there under another: the dump changes it for moments.
    await alter(name, 'latin1_bin');
    await root.query(`USE ${name}`);
    await root.query('CREATE TRIGGER old_times AFTER DELETE ON user FOR EACH ROW SET @gone = 1');
    await alter(name, 'utf8mb4_unicode_ci');
    expect(await runCli(['backup', file], env)).toMatchObject({ code: 0, stderr: '' });
    // Whoever changes that again afterwards wants it to stay.
    await alter(name, 'utf8mb4_bin');
  });
  afterAll(async () => {
    await root.end();
    await rm(folder, { recursive: true, force: true });
  });

  async function alter(name: string, collation: string): Promise<void> {
    await root.query(`ALTER DATABASE ${name} COLLATE ${collation}`);
  }

  async function rowOf(sql: string, values: string[]): Promise<Record<string, unknown>> {
    const [rows] = await root.query(sql, values);
    return { ...(rows as Record<string, unknown>[])[0] };
  }

  const collationOf = (name: string) =>
    rowOf(
      `SELECT DEFAULT_COLLATION_NAME AS it FROM information_schema.SCHEMATA
        WHERE SCHEMA_NAME = ?`,
      [name],
    );

  it('changes no defaults of it, and makes its triggers under those that they had', async () => {
    const into = nameOf(await createDatabase());
    const done = await runCli(['restore', file, '--into', into], env);
    expect(done, done.stdout).toMatchObject({ code: 0, stderr: '' });
    expect(await collationOf(nameOf(env.DATABASE_URL))).toEqual({ it: 'utf8mb4_bin' });
    expect(await collationOf(into)).toEqual({ it: 'utf8mb4_unicode_ci' });
    const sql = `SELECT DATABASE_COLLATION AS it FROM information_schema.TRIGGERS
                  WHERE TRIGGER_NAME = 'old_times' AND TRIGGER_SCHEMA = ?`;
    expect(await rowOf(sql, [into])).toEqual({ it: 'latin1_bin' });
  });

  it('is refused where another restore has just begun on an empty one', async () => {
    const url = await createDatabase();
    const first = await ServerDatabase.open(readConfig({ ...env, DATABASE_URL: url }));
    expect(await first?.takeName('coach-restore', 0)).toBe(true);
    const second = await runCli(['restore', file, '--into', nameOf(url)], env);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toMatch(/^Another restore into t_\w+ is under way\. Nothing was .*\n$/);
    await first?.close();
    expect(await runCli(['restore', file, '--into', nameOf(url)], env)).toMatchObject({ code: 0 });
  });
});
