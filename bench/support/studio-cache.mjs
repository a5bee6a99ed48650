import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installMariadb, PHP, startMariadb, STUDIO } from './mariadb.mjs';
import { atTheEnd, runProduct } from './processes.mjs';
import { makeStudio } from './studio.mjs';
import { warmUp } from './warm-up.mjs';

/** Where studios are kept from run to run: gigabytes, outside the repository. */
export const CACHE = process.env.BENCH_DIR || join(tmpdir(), 'coach-bench');

/** A studio in which nobody came for longer has no weeks to count any more. */
const FRESH_MS = 20 * 86_400_000;
const GENERATOR = ['studio.mjs', 'studio-sql.mjs', 'php-schema.mjs'];
const BUILDING = { durable: false, bufferPool: '2G' };

/**
 * A server on a copy of a studio, which the run may change as it likes. The studio is made where
 * there is none; one that lacks only the newest migrations is migrated, as a real one is.
 */
export async function serverWithStudio(size, { bufferPool, say }) {
  const kept = await studioFolder(size, say);
  const folder = mkdtempSync(join(CACHE, 'run-'));
  atTheEnd(() => rmSync(folder, { recursive: true, force: true }));
  copy(kept, folder);
  const server = await startMariadb(folder, { bufferPool });
  await warmUp(server, [STUDIO, PHP]);
  return server;
}

/** The kept studio of a size, with all migrations as they are now. */
async function studioFolder(size, say) {
  const migrations = migrationsNow();
  const family = `${size}-${digest(GENERATOR.map((name) => read(`bench/support/${name}`)))}`;
  const folder = join(CACHE, `${family}-${digest(Object.values(migrations))}`);
  if (isFresh(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const earlier = readdirSync(CACHE)
    .filter((name) => name.startsWith(`${family}-`))
    .map((name) => join(CACHE, name))
    .filter((one) => isFresh(one) && isBefore(madeOf(one).migrations, migrations))
    .toSorted((a, b) => count(madeOf(b)) - count(madeOf(a)))[0];
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  const from = performance.now();
  if (earlier) await migrate(earlier, making, say);
  else await make(size, making, say);
  const madeAt = earlier ? madeOf(earlier).madeAt : new Date().toISOString();
  writeFileSync(join(making, 'made.json'), JSON.stringify({ madeAt, migrations }));
  rmSync(folder, { recursive: true, force: true });
  renameSync(making, folder);
  say(`  ready in ${((performance.now() - from) / 1_000).toFixed(0)} s: ${folder}`);
  return folder;
}

async function make(size, folder, say) {
  say(`Making a ${size} studio …`);
  installMariadb(folder);
  const server = await startMariadb(folder, BUILDING);
  await makeStudio(server, size, say);
  await server.stop();
}

async function migrate(earlier, folder, say) {
  say(`Running the newest migrations on ${earlier} …`);
  mkdirSync(folder);
  copy(earlier, folder);
  const server = await startMariadb(folder, BUILDING);
  say(runProduct(['migration:run'], { DATABASE_URL: server.url(STUDIO) }));
  await server.stop();
}

function copy(from, to) {
  const source = join(from, 'data');
  const { status } = spawnSync('cp', ['-a', '--reflink=auto', source, join(to, 'data')]);
  if (status !== 0) cpSync(source, join(to, 'data'), { recursive: true });
}

/** What each migration is, by the name of its file. */
function migrationsNow() {
  const names = readdirSync('migrations').filter((name) => /^\d+-.*\.ts$/.test(name));
  return Object.fromEntries(
    names.toSorted().map((name) => [name, digest([read(`migrations/${name}`)])]),
  );
}

function isBefore(earlier, now) {
  return Object.entries(earlier).every(([name, is]) => now[name] === is);
}

function isFresh(folder) {
  if (!existsSync(join(folder, 'made.json'))) return false;
  return Date.now() - Date.parse(madeOf(folder).madeAt) < FRESH_MS;
}

function madeOf(folder) {
  return JSON.parse(read(join(folder, 'made.json')));
}

function count({ migrations }) {
  return Object.keys(migrations).length;
}

function read(file) {
  return readFileSync(file, 'utf8');
}

function digest(texts) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}\0`).update(text);
  return hash.digest('hex').slice(0, 8);
}
