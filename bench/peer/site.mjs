import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { PHP } from '../support/mariadb.mjs';
import { atTheEnd, freePort, programOf, start } from '../support/processes.mjs';

const IS_ROOT = userInfo().uid === 0;

/** As many as one server has processors, or as many as there are callers: whichever suits PHP. */
const CHILDREN = { php: 16, 'php kept': availableParallelism() };

/**
 * PHP as a studio has it: php-fpm with a fixed number of processes and opcache, on a socket of its
 * own, behind nginx. `kept`: with connections to the database that are kept from call to call.
 */
export async function startPeer(server, name, children = CHILDREN[name]) {
  const isKept = name === 'php kept';
  const folder = mkdtempSync(join(tmpdir(), 'coach-bench-peer-'));
  chmodSync(folder, 0o755);
  atTheEnd(() => rmSync(folder, { recursive: true, force: true }));
  const socket = join(folder, 's.sock');
  writeFileSync(join(folder, 'php.conf'), phpConf(folder, socket, children));
  const fpm = await start(
    programOf(/^php-fpm[\d.]*$/),
    [
      '--nodaemonize',
      '-y',
      join(folder, 'php.conf'),
      ...(IS_ROOT ? ['--allow-to-run-as-root'] : []),
    ],
    {
      at: { path: socket },
      env: {
        PEER_DSN: `mysql:host=127.0.0.1;port=${server.port};dbname=${PHP};charset=utf8mb4`,
        ...{ PEER_USER: server.user, PEER_PASSWORD: server.password },
        PEER_PERSISTENT: isKept ? '1' : '0',
      },
    },
  );
  const port = await freePort();
  mkdirSync(join(folder, 'tmp'));
  writeFileSync(join(folder, 'nginx.conf'), nginxConf(folder, socket, port));
  const args = ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
  const nginx = await start(programOf(/^nginx$/), [...args, '-g', 'daemon off;'], {
    at: { port },
  });
  return { name, ports: [port], children, pids: [fpm.pid, nginx.pid] };
}

function phpConf(folder, socket, children) {
  return [
    ...['[global]', `error_log = ${folder}/php.log`, '[site]', `listen = ${socket}`],
    ...['pm = static', `pm.max_children = ${children}`, 'clear_env = no', 'listen.mode = 0666'],
    ...['listen.backlog = 1024', 'php_admin_value[opcache.enable] = 1'],
    ...(IS_ROOT ? ['user = root', 'group = root'] : []),
    '',
  ].join('\n');
}

function nginxConf(folder, socket, port) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const params = {
    ...{ SCRIPT_FILENAME: '$document_root$fastcgi_script_name', REQUEST_METHOD: '$request_method' },
    ...{ QUERY_STRING: '$query_string', CONTENT_TYPE: '$content_type' },
    ...{ CONTENT_LENGTH: '$content_length', REQUEST_URI: '$request_uri' },
    ...{ REMOTE_ADDR: '$remote_addr' },
  };
  return `
    ${IS_ROOT ? 'user root;' : ''}
    worker_processes auto;
    pid ${folder}/nginx.pid;
    error_log ${folder}/error.log;
    events { worker_connections 1024; }
    http {
      access_log off;
      keepalive_requests 1000000;
      ${temporary.map((name) => `${name}_temp_path ${folder}/tmp/${name};`).join('\n')}
      server {
        listen 127.0.0.1:${port};
        root ${resolve('bench/peer')};
        location ~ \\.php$ {
          ${Object.entries(params)
            .map(([name, value]) => `fastcgi_param ${name} ${value};`)
            .join('\n')}
          fastcgi_pass unix:${socket};
        }
      }
    }`;
}
