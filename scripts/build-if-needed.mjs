// Builds what is missing or was not made from the sources as they are now, so that every npm
// command works right after `npm ci` and after `git pull`.
//
//   node scripts/build-if-needed.mjs [--anyway] [api | client | dashboard …]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Each is made by `npm run build:NAME`, and stands on those before it. Where there is no `root`, as
 * in an image, nothing is built.
 */
const BUILDS = [
  {
    name: 'api',
    root: 'src',
    output: 'dist',
    sources: ['src', 'migrations', 'ormconfig.ts', 'nest-cli.json', 'package.json'].concat(
      'package-lock.json',
      'tsconfig.json',
      'tsconfig.build.json',
      'scripts/bundle.mjs',
    ),
  },
  {
    name: 'client',
    root: 'dashboard/src',
    output: 'dashboard/src/api/generated',
    sources: ['openapi.json', 'dashboard/openapi-ts.config.ts', 'package.json'],
  },
  {
    name: 'dashboard',
    root: 'dashboard/src',
    output: 'dashboard/dist',
    sources: ['dashboard', 'src/common', 'openapi.json', 'package.json'].concat(
      'scripts/precompress.mjs',
    ),
  },
];

/** What is built itself, and what no build reads. */
const NO_SOURCE = /^(dashboard\/dist|dashboard\/src\/api\/generated)$|\.spec\.ts$/;

function filesOf(path) {
  if (NO_SOURCE.test(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(`${path}/${name}`));
}

/** Says whether the sources are the same, whatever a copy or a checkout did to their dates. */
function fingerprintOf(sources) {
  const hash = createHash('sha256');
  for (const file of sources.filter((path) => existsSync(path)).flatMap(filesOf)) {
    const bytes = readFileSync(file);
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** Lies in what was built, and is written last: what was interrupted or failed has none. */
function stampOf({ output }) {
  return join(output, '.built-from');
}

function isUpToDate(build, fingerprint) {
  const stamp = stampOf(build);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
}

function make(build) {
  const fingerprint = fingerprintOf(build.sources);
  if (!anyway && isUpToDate(build, fingerprint)) return;
  console.log(`Building: ${build.name} …`);
  rmSync(stampOf(build), { force: true });
  const { status } = spawnSync('npm', ['run', '--silent', `build:${build.name}`], {
    stdio: 'inherit',
    // Tests, which build too, run under another name, and React and Vite would go by it.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stampOf(build), fingerprint);
}

const anyway = process.argv.includes('--anyway');
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const unknown = wanted.filter((word) => !BUILDS.some(({ name }) => name === word));
if (unknown.length > 0) throw new Error(`There is nothing to build by the name ${unknown[0]}.`);

for (const build of BUILDS) {
  const isWanted = wanted.length === 0 || wanted.includes(build.name);
  if (isWanted && existsSync(build.root)) make(build);
}
