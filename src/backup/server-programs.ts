import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import type { ServerDatabaseConfig } from '../config/config.js';
import { openOptions, OPTIONS_FROM, type ServerPlace } from './option-file.js';
import { BackupRefused } from './refused.js';

const run = promisify(execFile);

/** Which database it is, by the scheme of `DATABASE_URL`. */
type ServerKind = ServerDatabaseConfig['kind'];

/** What the programs are for, and their names; those of the own kind come first. */
const NAMES = {
  dump: { mariadb: ['mariadb-dump', 'mysqldump'], mysql: ['mysqldump', 'mariadb-dump'] },
  client: { mariadb: ['mariadb', 'mysql'], mysql: ['mysql', 'mariadb'] },
} as const;

/** Rows as large as the server lets them be. */
const PACKET = '--max-allowed-packet=1G';
const LETTERS = '--default-character-set=utf8mb4';

const DUMP = [
  // One moment, and nobody waits. It would lock all tables without it.
  ...['--single-transaction', '--quick', '--skip-add-locks'],
  ...['--routines', '--events', '--triggers'],
  // Our reader looks for columns by their names.
  ...['--complete-insert', '--hex-blob', '--no-tablespaces', LETTERS, PACKET],
];
/** Where servers differ, and copies of one must not say that they are another. */
const DUMP_BY_MYSQL = ['--set-gtid-purged=OFF', '--column-statistics=0'];

const ERROR_KEPT = 4_000;

/** A program that was found. */
export interface ServerProgram {
  readonly name: string;
  readonly isOfMysql: boolean;
}

/** A program under way; `ended` throws `BackupRefused` with its own words where it failed. */
export interface Running {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly ended: Promise<void>;
  kill(): void;
}

/** Finds a program of the database. Throws `BackupRefused` with the package that has it. */
export async function findServerProgram(
  what: keyof typeof NAMES,
  kind: ServerKind,
): Promise<ServerProgram> {
  for (const name of NAMES[what][kind]) {
    const version = await versionOf(name);
    if (version === undefined) continue;
    const isOfMysql = !/mariadb/i.test(version);
    // It asks MariaDB for tables that this does not have.
    if (!isOfMysql || kind === 'mysql') return { name, isOfMysql };
  }
  const first = NAMES[what][kind][0];
  const needed = kind === 'mysql' ? 'mysql-client or mariadb-client' : 'mariadb-client';
  throw new BackupRefused(
    `The program ${first} is not installed. On Debian: apt-get install ${needed}`,
  );
}

/** Starts dumping the database that the URL names. */
export function startDump(program: ServerProgram, place: ServerPlace): Running {
  const more = program.isOfMysql ? DUMP_BY_MYSQL : [];
  return start(program, place, [...DUMP, ...more]);
}

/** Starts the client on the database that the URL names; it runs what it is given. */
export function startClient(program: ServerProgram, place: ServerPlace): Running {
  return start(program, place, ['--batch', LETTERS, PACKET]);
}

function start(program: ServerProgram, place: ServerPlace, words: readonly string[]): Running {
  const { name } = program;
  const database = decodeURIComponent(new URL(place.url).pathname.slice(1));
  const options = openOptions(place, program);
  const child = spawn(name, [OPTIONS_FROM, ...words, '--', database], {
    stdio: ['pipe', 'pipe', 'pipe', options],
  }) as ChildProcessWithoutNullStreams;
  closeSync(options);
  const { stdin, stdout, stderr } = child;
  let complaint = '';
  stderr.on('data', (data: Buffer) => {
    if (complaint.length < ERROR_KEPT) complaint += data.toString();
  });
  // Whoever writes to a program that has ended learns why by `ended`.
  stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new BackupRefused(`${name}: ${inOneLine(complaint) || `ended by ${signal}`}`));
    });
  });
  ended.catch(() => undefined);
  return { stdin, stdout, ended, kill: () => void child.kill() };
}

async function versionOf(name: string): Promise<string | undefined> {
  try {
    return (await run(name, ['--version'])).stdout;
  } catch {
    return undefined;
  }
}

/** What it said last: notes and warnings come before. */
function inOneLine(complaint: string): string {
  const lines = complaint.split('\n').filter((line) => line.trim() !== '');
  const error = lines.find((line) => /error|denied|couldn't|insufficen?t/i.test(line));
  return (error ?? lines.at(-1) ?? '').trim();
}
