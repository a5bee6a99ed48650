import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { createMigratedDatabase } from '../support/database.js';

const RIGHTS = ['SELECT', 'SHOW VIEW', 'TRIGGER', 'EVENT'];
const USER = "'backup_rights'@'127.0.0.1'";

/* The program that dumps leaves out what its user does not see, and says nothing. */
describe('a backup by a user of few rights', () => {
  let root: Connection;
  let folder: string;
  let url: URL;
  let name: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coach-rights-'));
    root = await createConnection(inject('databaseBase').replace(/^mariadb:/, 'mysql:'));
    url = new URL(await createMigratedDatabase());
    name = url.pathname.slice(1);
    url.username = 'backup_rights';
    url.password = 'only-for-this-test';
  });
  beforeEach(async () => {
    await root.query(`CREATE USER ${USER} IDENTIFIED BY 'only-for-this-test'`);
  });
  afterEach(async () => {
    await root.query(`DROP USER ${USER}`);
  });
  afterAll(async () => {
    await root.end();
    await rm(folder, { recursive: true, force: true });
  });

  const grant = async (rights: readonly string[], on = `${name}.*`) =>
    root.query(`GRANT ${rights.join(', ')} ON ${on} TO ${USER}`);
  const run = (...words: string[]) =>
    runCli(words, { DATABASE_URL: url.href, STUDIO_TIME_ZONE: 'UTC' });
  const backUp = (file = 'copy') => run('backup', join(folder, file), '--replace');

  it.each(RIGHTS.slice(1))('is refused without %s, by which things are seen', async (right) => {
    await grant(RIGHTS.filter((one) => one !== right));
    const refused = await backUp();
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(
      `may not read all that a backup needs: ${right}. GRANT ${right}`,
    );
  });

  it('is not praised where routines of others are not seen, nor where one is lacking', async () => {
    await root.query(`CREATE PROCEDURE ${name}.of_others() SELECT 'of others' AS it`);
    await grant(RIGHTS);
    const blind = await backUp();
    expect(blind).toMatchObject({ code: 1, stderr: '' });
    expect(blind.stdout).toMatch(/^NOT WHOLE for certain: .* procedures and functions/m);
    expect(blind.stdout).toMatch(`GRANT SELECT ON mysql.proc TO ${USER};`);
    expect(blind.stdout).not.toMatch('The dump is whole');

    await grant(['EXECUTE']);
    const refused = await backUp();
    expect(refused, refused.stdout).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/of_others|lacks 1 of 1 routines/);

    await grant(['SELECT'], 'mysql.proc');
    const whole = await backUp();
    expect(whole, whole.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(whole.stdout).toMatch('The dump is whole');
    await root.query(`DROP PROCEDURE ${name}.of_others`);
  });

  it('is whole where routines would be seen, and none are there', async () => {
    await grant([...RIGHTS, 'EXECUTE']);
    expect(await backUp()).toMatchObject({ code: 0, stderr: '' });
  });

  it('has what a restore is told of: 2 where there is nothing to compare with', async () => {
    await grant([...RIGHTS, 'EXECUTE']);
    expect(await backUp('whole.gz')).toMatchObject({ code: 0 });
    expect(await run('restore', join(folder, 'whole.gz'), '--check')).toMatchObject({ code: 0 });
    const nowhere = new URL(url);
    nowhere.pathname = '/t_nowhere_at_all';
    const env = { DATABASE_URL: nowhere.href, STUDIO_TIME_ZONE: 'UTC' };
    const done = await runCli(['restore', join(folder, 'whole.gz'), '--check'], env);
    expect(done, done.stdout).toMatchObject({ code: 2, stderr: '' });
    expect(done.stdout).toMatch(/^NOT COMPARED: there is no database in use/m);
  });
});
