/*
 * Writes what the product is shipped with, by CycloneDX, for whoever looks a hole up later:
 * `npm run list:packages -- FILE`. The same lock file makes the same list, on each machine.
 *
 * npm makes the list of all; asked to omit development, it also omits what production shares with
 * that, and it names the product as the folder that it lies in.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { nameAt, shippedPackages } from './shipped-packages.mjs';

const OF_ALL = ['sbom', '--offline', '--package-lock-only', '--sbom-type', 'application'];

const [file] = process.argv.slice(2);
if (file === undefined) fail('Name the file to write: npm run list:packages -- FILE');
const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
const shipped = new Set(
  [...shippedPackages('.')].map(([path, { version }]) => `${nameAt(path)}@${version}`),
);
const list = listOfAll();

const { component } = list.metadata;
const product = component['bom-ref'];
const isListed = (ref) => ref === product || shipped.has(ref);
const components = list.components.filter((one) => isListed(one['bom-ref'])).map(withoutPlace);
const listed = new Set(components.map((one) => one['bom-ref']));
const missing = [...shipped].filter((ref) => !listed.has(ref));
if (missing.length > 0) fail(`npm did not list ${missing.join(', ')}`);

const { $schema, bomFormat, specVersion, version, metadata } = list;
const { lifecycles, tools } = metadata;
const made = {
  ...{ $schema, bomFormat, specVersion, version },
  metadata: { lifecycles, tools, component: { ...component, name } },
  components,
  dependencies: list.dependencies
    .filter(({ ref }) => isListed(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isListed) })),
};
writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
console.log(`${file}: ${components.length} packages that the product is shipped with`);

function listOfAll() {
  const words = [...OF_ALL, '--sbom-format', 'cyclonedx'];
  const { status, stdout, stderr, error } = spawnSync('npm', words, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) fail(error?.message ?? stderr);
  return JSON.parse(stdout);
}

/** What is shipped is not for development; and where it was fetched from, each machine decides. */
function withoutPlace({ properties, externalReferences = [], ...one }) {
  return {
    ...one,
    scope: 'required',
    externalReferences: externalReferences.filter(({ type }) => type !== 'distribution'),
  };
}

function fail(why) {
  console.error(why);
  process.exit(1);
}
