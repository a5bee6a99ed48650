// Builds dist/ when it is missing or older than any source it is made from, so that every
// npm command works right after `npm ci` and after `git pull`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = 'dist/src/main.js';
const SOURCES = ['src', 'migrations', 'ormconfig.ts', 'nest-cli.json', 'package.json'].concat(
  'tsconfig.json',
  'tsconfig.build.json',
);

function newestChange(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestChange(join(path, name))),
    stat.mtimeMs,
  );
}

const sources = SOURCES.filter((path) => existsSync(path));
const upToDate =
  // An image ships dist/ without its sources: there is nothing to build from.
  !existsSync('src') ||
  (existsSync(STAMP) && statSync(STAMP).mtimeMs >= Math.max(...sources.map(newestChange)));

if (!upToDate) {
  console.log('Building …');
  const build = spawnSync('npx', ['--no-install', 'nest', 'build'], { stdio: 'inherit' });
  process.exit(build.status ?? 1);
}
