import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

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

/** A program without which some tests cannot run. */
interface Needed {
  readonly what: string;
  readonly why: string;
  readonly debianPackage: string;
}

const MARIADB: Needed = {
  what: 'the tests on MariaDB (projects `e2e`, `process` and `adoption mariadb`)',
  why: 'mariadbd is not installed',
  debianPackage: 'mariadb-server',
};
const CHROMIUM: Needed = {
  what: 'the tests in a browser (project `browser`)',
  why: 'Chromium is not installed',
  debianPackage: 'chromium-headless-shell',
};

const WEB_SERVERS: Needed = {
  what: 'the tests of moving in with a web server (`adoption/switch`, `adoption/guide`)',
  why: 'nginx, apache2 or php-fpm with mysqli is not installed',
  debianPackage: 'nginx apache2-bin php-fpm php-mysql',
};

/** What this machine cannot test, for want of a program. */
export function missingPrograms(): {
  mariadb: boolean;
  chromium: boolean;
  webServers: boolean;
  lines: string[];
} {
  const mariadb = findProgram('mariadbd') === undefined;
  const chromium = chromiumPath() === undefined;
  const servers = [findProgram('nginx'), findProgram('apache2'), findPhpFpm()];
  const webServers = servers.includes(undefined) || !hasMysqli();
  const missing = [
    ...(mariadb ? [MARIADB] : []),
    ...(chromium ? [CHROMIUM] : []),
    ...(webServers ? [WEB_SERVERS] : []),
  ];
  const lines = missing.map(({ what, why, debianPackage }) => {
    return `${what}: ${why} (Debian: apt-get install ${debianPackage})`;
  });
  return { mariadb, chromium, webServers, lines };
}
