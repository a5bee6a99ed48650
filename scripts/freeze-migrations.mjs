/*
 * Released migrations and their helpers do the same for ever: databases out there have run them.
 * `npm run migrations:freeze` adds new files to migrations/released.json with their digests, at a
 * release; `--check` only compares, which a test does.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const FLAG = '--change-released';
const folder = join(process.cwd(), 'migrations');
const list = join(folder, 'released.json');
/** Grows with each migration, and does nothing else. */
const NOT_FROZEN = new Set(['all.ts']);

const options = new Set(process.argv.slice(2));
const released = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {};
const now = digests();

const changed = Object.keys(released).filter((name) => now[name] !== released[name]);
if (changed.length > 0 && !options.has(FLAG)) {
  console.error(
    [
      'Released migrations, or helpers of theirs, are not what they were:',
      ...changed.map((name) => `  migrations/${name}${name in now ? '' : ' (is missing)'}`),
      'Databases out there have run them as they were. Undo the change, and write a new migration;',
      'a helper that it needs goes into a file of its own. Where the change is right all the same,',
      `say why in the commit, and run: npm run migrations:freeze -- ${FLAG}`,
    ].join('\n'),
  );
  process.exit(1);
}
if (!options.has('--check')) {
  writeFileSync(list, `${JSON.stringify(now, null, 2)}\n`);
  const added = Object.keys(now).filter((name) => !(name in released));
  console.log(
    `Frozen: ${added.length} new, ${changed.length} changed, ${Object.keys(now).length} in all.`,
  );
}

/** The digest of each file, by its path in the folder. */
function digests() {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !NOT_FROZEN.has(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  return Object.fromEntries(files.sort().map((name) => [name, digestOf(name)]));
}

function digestOf(name) {
  return createHash('sha256')
    .update(readFileSync(join(folder, name)))
    .digest('hex');
}
