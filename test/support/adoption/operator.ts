import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../mariadb-server.js';
import type { LegacyDatabase } from './legacy-database.js';

/** With letters that mean something in a URL. */
const PASSWORD = 'op:er@t/ing%20';
const INSTALLED = ['package.json', 'dist', 'node_modules', 'scripts', 'docs'];

/** Who moves in: a folder with the product unpacked, and a user of the database. */
export interface Operator {
  /** Runs commands as bash does; `code` is that of the first that failed. */
  run(commands: string, env?: Record<string, string>): Promise<{ code: number; text: string }>;
  /** As whom the database knows the operator. */
  readonly user: string;
  /** Deletes the folder, the copies that were made and the user. */
  leave(): Promise<void>;
}

/**
 * An operator who may do everything in a database and its copies, and nothing in the name of
 * others. The copies' names begin with that of the database.
 */
export async function hireOperator(legacy: LegacyDatabase): Promise<Operator> {
  const folder = await mkdtemp(join(tmpdir(), 'coach-guide-'));
  for (const name of INSTALLED) await symlink(resolve(name), join(folder, name));
  const { hostname, port, pathname } = new URL(legacy.url);
  const database = pathname.slice(1);
  const user = `op_${randomUUID().slice(0, 8)}`;
  const account = `'${user}'@'127.0.0.1'`;
  const pattern = database.replaceAll('_', '\\_');
  await legacy.query(`CREATE USER ${account} IDENTIFIED BY '${PASSWORD}'`);
  await legacy.query(`GRANT ALL ON \`${pattern}%\`.* TO ${account}`);
  await legacy.query(`GRANT SELECT ON mysql.proc TO ${account}`);
  const own = {
    ...{ PATH: process.env.PATH ?? '', HOME: folder, DB_HOST: hostname, DB_PORT: port },
    ...{ DB_USER: user, MYSQL_PWD: PASSWORD, DB_NAME: database },
    ...{ PORT: String(await freePort()), JWT_SECRET: 'a secret of the guide, forty letters long' },
  };
  return {
    user: `${user}@127.0.0.1`,
    run: (commands, env = {}) => runBash(commands, folder, { ...own, ...env }),
    leave: async () => {
      const copies = await legacy.query<{ name: string }>(
        'SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE ?',
        [`${pattern}\\_%`],
      );
      for (const { name } of copies) await legacy.query(`DROP DATABASE \`${name}\``);
      await legacy.query(`DROP USER ${account}`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function runBash(
  commands: string,
  cwd: string,
  env: Record<string, string>,
): Promise<{ code: number; text: string }> {
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', commands], { cwd, env });
  let text = '';
  shell.stdout.on('data', (data: Buffer) => (text += data.toString()));
  shell.stderr.on('data', (data: Buffer) => (text += data.toString()));
  const code = await new Promise<number>((ended) => {
    shell.once('close', (status) => ended(status ?? -1));
  });
  return { code, text };
}
