import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { canMount } from './small-disk.js';

const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
/** The shell first: it has no windows to draw, and takes two thirds of the time. */
const CHROMIUM_NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** Where an installed program is, or undefined. */
export function findProgram(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/** Debian has the version in the name of the program. */
export function findPhpFpm(): string | undefined {
  const names = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder).filter((name) => /^php-fpm[\d.]*$/.test(name)),
  );
  return names.map(findProgram).find((file) => file !== undefined);
}

/** The extension by which PHP reaches the database, as Debian installs it. */
function hasMysqli(): boolean {
  const folder = '/usr/lib/php';
  const builds = existsSync(folder) ? readdirSync(folder) : [];
  return builds.some((build) => existsSync(join(folder, build, 'mysqli.so')));
}

/** Where the browser of the tests is: what `CHROMIUM` names, or one that is installed. */
export function chromiumPath(): string | undefined {
  const { CHROMIUM = '' } = process.env;
  if (CHROMIUM !== '') return existsSync(CHROMIUM) ? CHROMIUM : undefined;
  return CHROMIUM_NAMES.map(findProgram).find((file) => file !== undefined);
}

/** A program without which some tests cannot run, or a right. */
interface Needed {
  readonly what: string;
  readonly why: string;
  readonly how: string;
}

const MARIADB: Needed = {
  what: 'the tests on MariaDB (projects `e2e`, `process` and `adoption mariadb`)',
  why: 'mariadbd is not installed',
  how: 'Debian: apt-get install mariadb-server',
};
const CHROMIUM: Needed = {
  what: 'the tests in a browser (project `browser`)',
  why: 'Chromium is not installed',
  how: 'Debian: apt-get install chromium-headless-shell',
};

const WEB_SERVERS: Needed = {
  what: 'the tests of moving in with a web server (`adoption/switch`, `adoption/guide`)',
  why: 'nginx, apache2 or php-fpm with mysqli is not installed',
  how: 'Debian: apt-get install nginx apache2-bin php-fpm php-mysql',
};

const BALANCERS: Needed = {
  what: 'the test of restarts behind balancers (`process/rolling-restart`)',
  why: 'haproxy or nginx is not installed',
  how: 'Debian: apt-get install haproxy nginx',
};

const OPENSSL: Needed = {
  what: 'the tests of TLS to other servers (`server/tls`, `src/mail/post-tls`)',
  why: 'openssl is not installed',
  how: 'Debian: apt-get install openssl',
};

const MOUNTING: Needed = {
  what: 'the tests of a full disk (`{embedded,server}/full-disk`, one of `process/log-trouble`)',
  why: 'no disk can be mounted',
  how: 'as root; in a container with the capability SYS_ADMIN',
};

interface Missing {
  readonly mariadb: boolean;
  readonly chromium: boolean;
  readonly webServers: boolean;
  readonly balancers: boolean;
  readonly openssl: boolean;
  readonly mounting: boolean;
  /** What is left out for that, why, and what to do about it. */
  readonly lines: string[];
}

/** What this machine cannot test, for want of a program or a right. */
export function missingPrograms(): Missing {
  const mariadb = findProgram('mariadbd') === undefined;
  const chromium = chromiumPath() === undefined;
  const servers = [findProgram('nginx'), findProgram('apache2'), findPhpFpm()];
  const webServers = servers.includes(undefined) || !hasMysqli();
  const balancers = [findProgram('haproxy'), findProgram('nginx')].includes(undefined);
  const openssl = findProgram('openssl') === undefined;
  const mounting = !canMount();
  const missing = [
    ...(mariadb ? [MARIADB] : []),
    ...(chromium ? [CHROMIUM] : []),
    ...(webServers ? [WEB_SERVERS] : []),
    ...(balancers ? [BALANCERS] : []),
    ...(openssl ? [OPENSSL] : []),
    ...(mounting ? [MOUNTING] : []),
  ];
  const lines = missing.map(({ what, why, how }) => `${what}: ${why} (${how})`);
  return { mariadb, chromium, webServers, balancers, openssl, mounting, lines };
}
