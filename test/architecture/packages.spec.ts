import { describe, expect, it } from 'vitest';
import { FILES, read } from './house-files.js';

const MANIFESTS = FILES.filter((file) => /(^|\/)package\.json$/.test(file));
const LOCK_FILES = FILES.filter((file) => /(^|\/)package-lock\.json$/.test(file));
const ITSELF = 'test/architecture/packages.spec.ts';
const BINARY = /\.(png|jpe?g|ico|woff2?|db|gz|zip)$/;

/** Hosts that packages are fetched from: which one, each machine says for itself. */
const REGISTRY = /registry\.(npmjs|npmmirror|yarnpkg)|npm\.pkg\.github|verdaccio|artifactory/i;

interface Manifest {
  readonly engines?: Record<string, string>;
  readonly scripts?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

interface Locked {
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  /** Operating systems that it is for, where it isn't for all. */
  readonly os?: readonly string[];
  readonly optionalDependencies?: Record<string, string>;
}

function lockedIn(file: string): Record<string, Locked> {
  return (JSON.parse(read(file)) as { packages: Record<string, Locked> }).packages;
}

/** Whether a package that lies in a folder finds another one, there or further up. */
function isLocked(locked: Record<string, Locked>, folder: string, name: string): boolean {
  const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
  if (locked[path]) return true;
  const above = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
  return folder !== '' && isLocked(locked, above, name);
}

describe('packages', () => {
  it.each(MANIFESTS)('are pinned to one version in %s', (file) => {
    const { dependencies, devDependencies } = JSON.parse(read(file)) as Manifest;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it.each(LOCK_FILES)('may come from any registry: %s names none', (file) => {
    expect(read(file)).not.toContain('"resolved"');
  });

  it('come with a lock file each', () => {
    expect(LOCK_FILES).toEqual(MANIFESTS.map((file) => file.replace(/\.json$/, '-lock.json')));
  });

  it.each(LOCK_FILES)('are locked for every platform: %s', (file) => {
    // npm leaves out what its registry did not have, and `npm ci` then refuses the file.
    const locked = lockedIn(file);
    const missing = Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(locked, path, name)),
    );
    expect(missing).toEqual([]);
  });

  it.each(LOCK_FILES)('have a checksum in %s, but for those of other platforms', (file) => {
    const unchecked = Object.entries(lockedIn(file)).filter(
      ([path, { integrity, link, inBundle, os }]) =>
        path !== '' && !integrity && !link && !inBundle && !os,
    );
    expect(unchecked.map(([path]) => path)).toEqual([]);
  });

  it('run no programs when they are installed, so that no script may rely on a `pre` one', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    const { scripts = {} } = JSON.parse(read('package.json')) as Manifest;
    const names = Object.keys(scripts);
    expect(names).toContain('start');
    const hooks = names.filter((name) =>
      names.some((of) => [`pre${of}`, `post${of}`].includes(name)),
    );
    expect(hooks).toEqual([]);
  });

  it('are for the Node that the image, the README and the types name, and for older ones', () => {
    const version = read('.nvmrc').trim();
    const { devDependencies = {}, engines } = JSON.parse(read('package.json')) as Manifest;
    const images = [...read('Dockerfile').matchAll(/^FROM node:(\d+)/gm)].map(([, image]) => image);
    expect([...new Set(images)]).toEqual([version]);
    expect(devDependencies['@types/node']?.split('.')[0]).toBe(version);
    expect(read('README.md')).toContain(`You need Node ${version} (20.19 or newer works)`);
    expect(engines).toEqual({ node: '>=20.19' });
  });

  it('are fetched from no registry that a file names', () => {
    const texts = FILES.filter((file) => file !== ITSELF && !BINARY.test(file));
    expect(texts.filter((file) => REGISTRY.test(read(file)))).toEqual([]);
  });
});
