// Keeps the build of a release, for tests that run it beside the next one: at a release, from its
// tag, `npm run release:keep -- v1.1`.
//
// It lies in the repository because a clone may come without tags and without history, and because
// building it takes longer than the tests that need it. Packages are those of this checkout.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const KEPT = 'test/fixtures/previous-release';
/** In here it finds the packages, and no file of this checkout. */
const ROOM = 'node_modules/.cache/keep-release';

const [, , tag] = process.argv;
if (!tag) throw new Error('Which release? npm run release:keep -- TAG');

const commit = execFileSync('git', ['rev-parse', `${tag}^{commit}`], { encoding: 'utf8' }).trim();
rmSync(ROOM, { recursive: true, force: true });
mkdirSync(ROOM, { recursive: true });
const sources = execFileSync('git', ['archive', commit], { maxBuffer: 2 ** 30 });
execFileSync('tar', ['-x', '-C', ROOM], { input: sources });
symlinkSync(resolve('node_modules'), join(ROOM, 'node_modules'));
execFileSync('npx', ['nest', 'build'], { cwd: ROOM, stdio: 'inherit' });

const { dependencies } = packageIn(ROOM);
const today = packageIn('.').dependencies;
const names = [...new Set([...Object.keys(dependencies), ...Object.keys(today)])];
for (const name of names.filter((one) => dependencies[one] !== today[one])) {
  console.warn(`It had ${name} ${dependencies[name]}, and runs on ${today[name]} in the tests.`);
}

const migrations = join(ROOM, 'migrations');
const lastFile = readdirSync(migrations)
  .filter((name) => /^\d{13}-.*\.ts$/.test(name))
  .sort()
  .at(-1);
const source = readFileSync(join(migrations, lastFile), 'utf8');
const [, lastMigration] = /^export class (\w+)/m.exec(source);

const packed = brotliCompressSync(JSON.stringify(scriptsIn(join(ROOM, 'dist'))), {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
});
mkdirSync(KEPT, { recursive: true });
writeFileSync(join(KEPT, 'dist.json.br'), packed);
const release = { tag, commit, lastMigration, dependencies };
writeFileSync(join(KEPT, 'release.json'), `${JSON.stringify(release, null, 2)}\n`);
rmSync(ROOM, { recursive: true });
console.log(
  `Kept ${tag} (${commit}), ${packed.length} bytes. Its last migration: ${lastMigration}.`,
);

function packageIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** What was built, by its path: the scripts, without the maps to their sources. */
function scriptsIn(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const text = (file) =>
    readFileSync(file, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n');
  return Object.fromEntries(files.map((file) => [relative(folder, file), text(file)]));
}
