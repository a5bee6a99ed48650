import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { freePort, programOf, start } from './processes.mjs';

const USER = 'bench';
const PASSWORD = 'only-for-this-benchmark';
export const STUDIO = 'studio';
export const PHP = 'php';

/** Nothing is lost when the machine stops: what a studio has. */
const DURABLE = ['--innodb-flush-log-at-trx-commit=1'];
/** For making the data, which can be made again. */
const FAST = [
  '--innodb-flush-log-at-trx-commit=0',
  '--skip-innodb-doublewrite',
  '--innodb-log-file-size=1G',
];

/** Makes an empty data folder. */
export function installMariadb(folder) {
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const { status, stderr } = spawnSync(programOf(/^mariadb-install-db$/), [
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    `--tmpdir=${temporary}`,
    `--user=${userInfo().username}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ]);
  if (status !== 0) throw new Error(`mariadb-install-db: ${stderr}`);
}

/** A server of its own on a data folder, with MariaDB's defaults but for the buffer pool. */
export async function startMariadb(folder, { bufferPool = '1G', durable = true } = {}) {
  const port = await freePort();
  const temporary = join(folder, 'tmp');
  if (!existsSync(temporary)) mkdirSync(temporary);
  const socketPath = join(folder, 's.sock');
  const server = await start(
    programOf(/^mariadbd$/),
    [
      '--no-defaults',
      `--user=${userInfo().username}`,
      `--datadir=${join(folder, 'data')}`,
      `--tmpdir=${temporary}`,
      `--socket=${socketPath}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--max-connections=300',
      `--innodb-buffer-pool-size=${bufferPool}`,
      `--log-error=${join(folder, 'error.log')}`,
      ...(durable ? DURABLE : FAST),
    ],
    { at: { path: socketPath } },
  );
  const root = await createConnection({ socketPath, user: 'root', timezone: 'Z' });
  await root.query(`CREATE USER IF NOT EXISTS '${USER}'@'127.0.0.1' IDENTIFIED BY '${PASSWORD}'`);
  await root.query(`GRANT ALL ON *.* TO '${USER}'@'127.0.0.1' WITH GRANT OPTION`);
  const [[{ version }]] = await root.query('SELECT VERSION() AS version');
  return {
    ...{ folder, port, root, version, pid: server.pid, user: USER, password: PASSWORD },
    connect: (database) => createConnection({ socketPath, user: 'root', timezone: 'Z', database }),
    url: (name) => `mariadb://${USER}:${PASSWORD}@127.0.0.1:${port}/${name}`,
    stop: async () => {
      await root.end();
      await server.stop();
    },
  };
}
