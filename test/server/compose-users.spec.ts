import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { databaseFolder } from '../support/scratch.js';
import { openStudio } from '../support/studio.js';

/** As the container of the database does: it hands the script a function of its own. */
const READ = 'docker_process_sql() { cat; }; . scripts/database-users.sh';

/* The image of MariaDB makes one database and one user; the script that it reads does the rest. */
describe('the users that docker-compose.yml makes', () => {
  const id = randomUUID().slice(0, 8);
  const [migrates, serves] = [`coach_${id}`, `serves_${id}`];
  let root: Connection;

  beforeAll(async () => {
    const uri = inject('databaseBase').replace(/^mariadb:/, 'mysql:');
    root = await createConnection({ uri, multipleStatements: true });
    await root.query(`CREATE DATABASE ${migrates};
      CREATE USER '${migrates}'@'%' IDENTIFIED BY 'who-migrates';
      GRANT ALL ON ${migrates}.* TO '${migrates}'@'%'`);
  });
  afterAll(async () => {
    await root.query(`DROP DATABASE ${migrates}; DROP USER '${migrates}'@'%'`);
    await root.query(`DROP USER IF EXISTS '${serves}'@'%'`);
    await root.end();
  });

  it('are one who migrates and gives rights, and one who serves with few', async () => {
    const password = join(await databaseFolder('coach-secrets-'), 'app_database_password');
    await writeFile(password, 'who-serves\n');
    const given = { MARIADB_DATABASE: migrates, MARIADB_USER: migrates };
    const env = { ...process.env, ...given, APP_DATABASE_PASSWORD_FILE: password };
    const { stdout } = await promisify(execFile)('bash', ['-euc', READ], { env });
    await root.query(stdout.replaceAll("'coach_app'", `'${serves}'`));

    const at = inject('databaseBase').replace(/\/\/[^@]+@/, `//${migrates}:who-migrates@`);
    const DATABASE_URL = `${at}${migrates}`;
    for (const words of [['migration:run'], ['app-rights', '--user', serves]]) {
      expect(await runCli(words, { DATABASE_URL })).toMatchObject({ code: 0, stderr: '' });
    }
    const databaseUrl = DATABASE_URL.replace(`${migrates}:who-migrates`, `${serves}:who-serves`);
    const studio = await openStudio({ databaseUrl });
    expect((await studio.api.get('/health/ready')).status).toBe(200);
    await expect(studio.sql('DELETE FROM admin_activity_log')).rejects.toThrow(/denied/);
    await studio.close();
  });
});
