/* Which packages of the lock file reach whoever runs the product, or opens its dashboard. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const IMPORTED = /(?:from|import) '([^'./][^']*)'/g;

/** What the build puts into the service worker, which no file of ours imports. */
const OF_SERVICE_WORKER = ['workbox-precaching', 'workbox-routing', 'workbox-window'];

/**
 * The entries of the lock file below `root` by their paths: the packages of production, and those
 * that the build of the dashboard takes files from, although npm knows them as development only.
 */
export function shippedPackages(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const shipped = new Set(
    Object.keys(packages).filter((path) => path !== '' && packages[path].dev !== true),
  );
  const waiting = bundledNames(join(root, 'dashboard/src')).flatMap((name) => find(name, ''));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (shipped.has(path)) continue;
    shipped.add(path);
    const { dependencies, peerDependencies, peerDependenciesMeta = {} } = packages[path];
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      const isWish = peerDependenciesMeta[name]?.optional === true;
      if (!isWish || dependencies?.[name]) waiting.push(...find(name, path));
    }
  }
  return new Map([...shipped].sort().map((path) => [path, packages[path]]));

  /** Where a package that lies at `from` finds another one, there or further up. */
  function find(name, from) {
    for (let folder = from; ; folder = above(folder)) {
      const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
      if (path in packages) return [path];
      if (folder === '') return [];
    }
  }
}

/** The name of the package that lies at a path of the lock file. */
export function nameAt(path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function above(folder) {
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
}

function bundledNames(folder) {
  if (!existsSync(folder)) return [];
  const sources = readdirSync(folder, { recursive: true }).filter((file) =>
    /(?<!\.spec)\.tsx?$/.test(file),
  );
  const texts = sources.map((file) => readFileSync(join(folder, file), 'utf8'));
  const imported = texts.flatMap((text) => [...text.matchAll(IMPORTED)].map(([, from]) => from));
  const names = imported.map((from) => from.split('/').slice(0, from.startsWith('@') ? 2 : 1));
  return [...new Set([...names.map((parts) => parts.join('/')), ...OF_SERVICE_WORKER])];
}
