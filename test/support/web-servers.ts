import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './mariadb-server.js';
import { findPhpFpm, findProgram } from './programs.js';

/** Where the scripts lie on the sites of the tests, unless they are told. */
export const PREFIX = '/gym/api';
const SCRIPTS = ['database.php', 'coach_api.php', 'coach_session_management.php'];
const START_WITHIN_MS = 30_000;
const IS_ROOT = userInfo().uid === 0;
const MODULES = '/usr/lib/apache2/modules';

/** A web site with PHP behind it, before and after the switch. */
export interface WebSite {
  readonly base: string;
  /** Where its files and its configuration are. */
  readonly folder: string;
  /** Reads the configuration again, as `reload` of its service does. */
  reload(): Promise<void>;
}

/** PHP as a process of its own, with the stand-in for the two scripts on a database. */
export class PhpSite {
  private readonly children: ChildProcess[] = [];

  private constructor(
    readonly folder: string,
    private readonly prefix: string,
  ) {}

  static async start(databaseUrl: string, prefix = PREFIX): Promise<PhpSite> {
    const folder = await mkdtemp(join(tmpdir(), 'coach-site-'));
    // Apache's workers are somebody else.
    await chmod(folder, 0o755);
    const site = new PhpSite(folder, prefix);
    const api = join(folder, 'site', prefix);
    await mkdir(api, { recursive: true });
    for (const name of SCRIPTS) await copyFile(join('test/support/php', name), join(api, name));
    const pool = [
      '[global]',
      `error_log = ${folder}/php.log`,
      '[site]',
      `listen = ${folder}/s.sock`,
    ];
    const children = ['pm = static', 'pm.max_children = 4', 'clear_env = no', 'listen.mode = 0666'];
    const owner = IS_ROOT ? ['user = root', 'group = root'] : [];
    await writeFile(join(folder, 'php.conf'), [...pool, ...children, ...owner, ''].join('\n'));
    const { hostname, port, username, password, pathname } = new URL(databaseUrl);
    const env = {
      ...{ STAND_IN_HOST: hostname, STAND_IN_PORT: port, STAND_IN_USER: username },
      ...{ STAND_IN_PASSWORD: password, STAND_IN_DATABASE: pathname.slice(1) },
    };
    const asRoot = IS_ROOT ? ['--allow-to-run-as-root'] : [];
    const args = ['--nodaemonize', '--fpm-config', join(folder, 'php.conf'), ...asRoot];
    await site.launch(findPhpFpm() ?? 'php-fpm', args, { path: join(folder, 's.sock') }, env);
    return site;
  }

  /** nginx before PHP; it reads `nginx/conf.d` and, for its site, `nginx/snippets`. */
  async nginx(): Promise<WebSite> {
    const folder = join(this.folder, 'nginx');
    for (const name of ['conf.d', 'snippets', 'tmp']) {
      await mkdir(join(folder, name), { recursive: true });
    }
    const port = await freePort();
    await writeFile(join(folder, 'nginx.conf'), nginxConf(this.folder, port));
    const args = ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
    const child = await this.launch('nginx', [...args, '-g', 'daemon off;'], { port });
    return { base: `http://127.0.0.1:${port}`, folder, reload: () => this.reload(child, 'SIGHUP') };
  }

  /** Apache before PHP; it reads `.htaccess` beside the scripts. */
  async apache(): Promise<WebSite> {
    const port = await freePort();
    const conf = join(this.folder, 'apache.conf');
    await writeFile(conf, apacheConf(this.folder, port));
    await this.launch('apache2', ['-f', conf, '-DFOREGROUND'], { port });
    const folder = join(this.folder, 'site', this.prefix);
    // It reads .htaccess at each request.
    return { base: `http://127.0.0.1:${port}`, folder, reload: () => Promise.resolve() };
  }

  /** Ends all servers of the site and deletes its files. */
  async stop(): Promise<void> {
    for (const child of this.children.toReversed()) {
      const ended = new Promise((done) => child.once('exit', done));
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM'))
        await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async launch(
    name: string,
    args: readonly string[],
    at: { port: number } | { path: string },
    env: Record<string, string> = {},
  ): Promise<ChildProcess> {
    const { PATH = '' } = process.env;
    const child = spawn(findProgram(name) ?? name, args, { env: { PATH, ...env } });
    this.children.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => (said += data.toString()));
    }
    const deadline = Date.now() + START_WITHIN_MS;
    while (!(await answers(at))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        const log = await readFile(join(this.folder, 'php.log'), 'utf8').catch(() => '');
        throw new Error(`${name} did not start: ${said}\n${log}`);
      }
      await sleep(20);
    }
    return child;
  }

  /** Old workers go when their requests are over; new ones are there at once. */
  private async reload(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    const workers = async () =>
      readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').catch(() => '');
    const before = await workers();
    child.kill(signal);
    for (let tries = 0; tries < 500; tries += 1) {
      const now = await workers();
      if (now !== before && before.split(' ').every((pid) => pid === '' || !now.includes(pid)))
        return;
      await sleep(10);
    }
    throw new Error('the configuration was not read again');
  }
}

function answers(at: { port: number } | { path: string }): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection('path' in at ? at : { ...at, host: '127.0.0.1' });
    const end = (isUp: boolean) => {
      socket.destroy();
      done(isUp);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

function nginxConf(folder: string, port: number): string {
  const own = join(folder, 'nginx');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const params = { REQUEST_METHOD: '$request_method', QUERY_STRING: '$query_string' };
  const fastcgi = {
    ...{ SCRIPT_FILENAME: '$document_root$fastcgi_script_name', ...params },
    ...{ CONTENT_TYPE: '$content_type', CONTENT_LENGTH: '$content_length' },
    ...{ REQUEST_URI: '$request_uri', REMOTE_ADDR: '$remote_addr' },
  };
  return `
    ${IS_ROOT ? 'user root;' : ''}
    worker_processes 1;
    pid ${own}/nginx.pid;
    error_log ${own}/error.log;
    events { worker_connections 128; }
    http {
      access_log off;
      ${temporary.map((name) => `${name}_temp_path ${own}/tmp/${name};`).join('\n')}
      include conf.d/*.conf;
      server {
        listen 127.0.0.1:${port};
        root ${folder}/site;
        index index.php index.html;
        include snippets/coach-sessions*.conf;
        location ~ \\.php$ {
          ${Object.entries(fastcgi)
            .map(([name, value]) => `fastcgi_param ${name} ${value};`)
            .join('\n')}
          fastcgi_pass unix:${folder}/s.sock;
        }
      }
    }`;
}

function apacheConf(folder: string, port: number): string {
  const modules = [
    'mpm_event',
    'authz_core',
    'dir',
    'proxy',
    'proxy_fcgi',
    'proxy_http',
    'rewrite',
  ];
  const load = modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`);
  return `
    ServerRoot ${folder}
    ServerName localhost
    Listen 127.0.0.1:${port}
    PidFile ${folder}/apache.pid
    DefaultRuntimeDir ${folder}
    ErrorLog ${folder}/apache.log
    ${load.join('\n')}
    ${IS_ROOT ? 'User www-data\nGroup www-data' : ''}
    StartServers 1
    DocumentRoot ${folder}/site
    DirectoryIndex index.php index.html
    <Directory ${folder}/site>
      AllowOverride FileInfo
      Require all granted
    </Directory>
    <FilesMatch "\\.php$">
      SetHandler "proxy:unix:${folder}/s.sock|fcgi://localhost"
    </FilesMatch>
  `;
}
