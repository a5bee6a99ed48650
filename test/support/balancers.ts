import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './mariadb-server.js';
import { findProgram } from './programs.js';

const START_WITHIN_MS = 30_000;
const OPERATIONS = 'docs/operations.md';
/** The ports of the documented configurations: of two servers, and of the balancer. */
const SERVERS = ['127.0.0.1:3001', '127.0.0.1:3002'] as const;
const BALANCER = '8080';

export type BalancerName = 'haproxy' | 'nginx';

/** A balancer with the configuration that the documents propose, before two servers. */
export class Balancer {
  private constructor(
    readonly name: BalancerName,
    readonly base: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(name: BalancerName, ports: readonly [number, number]): Promise<Balancer> {
    const folder = await mkdtemp(join(tmpdir(), `coach-${name}-`));
    const port = await freePort();
    let documented = (await documentedFor(name)).replace(BALANCER, String(port));
    for (const [n, server] of SERVERS.entries()) {
      documented = documented.replace(server, `127.0.0.1:${ports[n]}`);
    }
    const file = join(folder, 'conf');
    await writeFile(file, name === 'nginx' ? await around(documented, folder) : documented);
    const args = name === 'nginx' ? ['-c', file, '-e', join(folder, 'error.log')] : ['-f', file];
    const { PATH = '' } = process.env;
    const child = spawn(findProgram(name) ?? name, args, { env: { PATH } });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => (said += data.toString()));
    }
    const deadline = Date.now() + START_WITHIN_MS;
    while (!(await isOpen(port))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`${name} did not start: ${said}`);
      }
      await sleep(20);
    }
    return new Balancer(name, `http://127.0.0.1:${port}`, folder, child);
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.child.once('exit', done));
    if (this.child.exitCode === null && this.child.kill('SIGTERM')) await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The block of the document that is marked with the name of the program. */
async function documentedFor(name: BalancerName): Promise<string> {
  const text = await readFile(OPERATIONS, 'utf8');
  const block = new RegExp(`^\`\`\`${name}\\n([^]*?)^\`\`\`$`, 'm').exec(text)?.[1];
  if (block === undefined) throw new Error(`${OPERATIONS} has no block for ${name}`);
  return block;
}

/** What Debian's own files say around it, in a folder of the test's own. */
async function around(documented: string, folder: string): Promise<string> {
  await mkdir(join(folder, 'tmp'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
    daemon off;
    ${userInfo().uid === 0 ? 'user root;' : ''}
    worker_processes 1;
    pid ${folder}/pid;
    error_log ${folder}/error.log;
    events { worker_connections 512; }
    http {
      access_log off;
      ${temporary.map((name) => `${name}_temp_path ${folder}/tmp/${name};`).join('\n')}
      ${documented}
    }`;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    const end = (isUp: boolean) => {
      socket.destroy();
      done(isUp);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
