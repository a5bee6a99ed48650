import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Connection, createConnection } from 'mysql2/promise';
import { APP_USER } from './app-user.js';
import { findProgram } from './programs.js';
import { databaseFolder } from './scratch.js';

const run = promisify(execFile);
const USER = 'coach_test';
const PASSWORD = 'only-for-this-test-run';
const START_WITHIN_MS = 30_000;

/** A private MariaDB with its own data folder on a free port of the loopback. */
export interface MariadbServer {
  /** `mariadb://…/`, to which the name of a database is appended. */
  readonly base: string;
  readonly pid: number;
  /** Ends as by a power cut of the program (kill -9); `startAgain` recovers what it had. */
  kill(): Promise<void>;
  /** Starts once more on its files and port, and waits until it answers. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Migrating asks a hundred times what a table looks like, and the server reads the tables of all
 * databases for each answer, unless it first looks the one up.
 */
const TABLES_ALONE = '--optimizer-switch=derived_merge=off';

interface Wishes {
  /** Databases are made that are migrated one by one, not copied. */
  readonly isForMigrating?: boolean;
  /** The data folder, which is to be made; without it one of this server's own. */
  readonly dataFolder?: string;
  /** Further words for the server. */
  readonly words?: readonly string[];
}

/** Starts a server, and waits until it answers. */
export async function startMariadb(wishes: Wishes = {}): Promise<MariadbServer> {
  const folder = await databaseFolder('coach-mariadb-');
  const port = await freePort();
  const user = userInfo().username;
  const { isForMigrating = false, dataFolder: data = join(folder, 'data') } = wishes;
  // Servers that share one delete each other's temporary tables, also while they are made.
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  await run(program('mariadb-install-db'), [
    '--no-defaults',
    `--datadir=${data}`,
    `--tmpdir=${temporary}`,
    `--user=${user}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ]);
  const args = [
    '--no-defaults',
    `--user=${user}`,
    `--datadir=${data}`,
    `--tmpdir=${temporary}`,
    `--socket=${join(folder, 's.sock')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--max-connections=200',
    '--innodb-buffer-pool-size=128M',
    // Nothing here must outlive the machine, and the many small databases are made faster.
    '--innodb-flush-log-at-trx-commit=2',
    '--innodb-flush-method=nosync',
    '--skip-innodb-doublewrite',
    '--innodb-log-file-size=48M',
    '--innodb-undo-tablespaces=0',
    ...(isForMigrating ? [TABLES_ALONE] : []),
    ...(wishes.words ?? []),
    `--log-error=${join(folder, 'error.log')}`,
  ];
  let server = spawn(program('mariadbd'), args, { stdio: 'ignore' });
  const untilItAnswers = async (ask: (root: Connection) => Promise<unknown>) => {
    try {
      await asRoot(join(folder, 's.sock'), server, ask);
    } catch (error) {
      const log = await readFile(join(folder, 'error.log'), 'utf8').catch(() => '');
      server.kill('SIGKILL');
      throw new Error(`the test MariaDB did not start: ${String(error)}\n${log.slice(-2000)}`);
    }
  };
  await untilItAnswers(createUser);
  return {
    base: `mariadb://${USER}:${PASSWORD}@127.0.0.1:${port}/`,
    get pid() {
      return server.pid ?? 0;
    },
    kill: async () => end(server, 'SIGKILL'),
    startAgain: async () => {
      server = spawn(program('mariadbd'), args, { stdio: 'ignore' });
      await untilItAnswers((root) => root.query('SELECT 1'));
    },
    stop: async () => {
      await end(server, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function program(name: string): string {
  const found = findProgram(name);
  if (!found) throw new Error(`${name} is not installed`);
  return found;
}

async function createUser(root: Connection): Promise<void> {
  await root.query(`CREATE USER '${USER}'@'127.0.0.1' IDENTIFIED BY '${PASSWORD}'`);
  await root.query(`GRANT ALL ON *.* TO '${USER}'@'127.0.0.1' WITH GRANT OPTION`);
  const { name, password } = APP_USER;
  await root.query(`CREATE USER '${name}'@'127.0.0.1' IDENTIFIED BY '${password}'`);
}

/** Asks as soon as the server answers. */
async function asRoot(
  socketPath: string,
  server: ChildProcess,
  ask: (root: Connection) => Promise<unknown>,
): Promise<void> {
  const deadline = Date.now() + START_WITHIN_MS;
  for (;;) {
    try {
      const root = await createConnection({ socketPath, user: 'root' });
      await ask(root);
      await root.end();
      return;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  await ended;
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
