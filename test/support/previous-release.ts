import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { MIGRATIONS } from '../../migrations/all.js';

const KEPT = 'test/fixtures/previous-release';
/** Below `node_modules`, where what is unpacked finds its packages. */
const UNPACKED = 'node_modules/.cache';

/** The release before, as `scripts/keep-release.mjs` has kept it. */
interface Release {
  readonly tag: string;
  readonly commit: string;
  readonly lastMigration: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The release before this one. */
export const PREVIOUS_RELEASE = JSON.parse(
  readFileSync(join(KEPT, 'release.json'), 'utf8'),
) as Release;

const LAST = MIGRATIONS.findIndex(({ name }) => name === PREVIOUS_RELEASE.lastMigration);
/** The migrations that it has. */
export const ITS_MIGRATIONS = MIGRATIONS.slice(0, LAST + 1);

/** Its program to start, unpacked if that has not been done yet. */
export async function previousMain(): Promise<string> {
  const packed = readFileSync(join(KEPT, 'dist.json.br'));
  const digest = createHash('sha256').update(packed).digest('hex').slice(0, 16);
  const folder = resolve(UNPACKED, `previous-release-${digest}`);
  if (!existsSync(folder)) await unpack(packed, folder);
  return join(folder, 'dist/src/main.js');
}

/** Packages that it was made for, and does not get in a test. */
export function packagesThatDiffer(): string[] {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Release;
  return Object.entries(PREVIOUS_RELEASE.dependencies)
    .filter(([name, version]) => dependencies[name] !== version)
    .map(([name, version]) => `${name} ${version}, here ${dependencies[name] ?? 'none'}`);
}

/** Wholly or not at all, though several may do it at once. */
async function unpack(packed: Buffer, folder: string): Promise<void> {
  const files = JSON.parse(brotliDecompressSync(packed).toString()) as Record<string, string>;
  const begun = `${folder}-${process.pid}`;
  for (const [path, text] of Object.entries({ ...files })) {
    const file = join(begun, 'dist', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  await writeFile(join(begun, 'package.json'), '{ "type": "module" }\n');
  await rename(begun, folder).catch(() => rm(begun, { recursive: true }));
}
