/*
 * What the product is shipped with may be used as it is used: each package has one of the licences
 * below, or is an exception that says why. It asks nobody but the files that are installed.
 * `npm run check:licences`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nameAt, shippedPackages } from './shipped-packages.mjs';

/** They ask for a notice at most, and for nothing of whoever runs or changes the product. */
const ALLOWED = new Set([
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'MIT-0'],
  ...['Python-2.0', 'Unlicense'],
]);

/** Packages that name no licence themselves, and why they may stay. */
const EXCEPTIONS = {
  pause: 'of the same author and project (passport), under MIT as its repository says',
};

const root = resolve(process.argv[2] ?? '.');
const shipped = shippedPackages(root);
const counts = new Map();
const wrong = [];
const met = new Set();

for (const [path, locked] of shipped) {
  const file = join(root, path, 'package.json');
  // One for another machine is not installed here; the lock file has copied its licence.
  if (!existsSync(file) && locked.optional !== true) {
    wrong.push(`${path} is not installed: run npm ci`);
    continue;
  }
  const licence = licenceOf(existsSync(file) ? readJson(file) : locked);
  const name = nameAt(path);
  if (licence === undefined && name in EXCEPTIONS) met.add(name);
  else if (!isAllowed(licence)) wrong.push(`${path}: ${licence ?? 'names no licence'}`);
  counts.set(licence ?? 'exception', (counts.get(licence ?? 'exception') ?? 0) + 1);
}
for (const name of Object.keys(EXCEPTIONS).filter((one) => !met.has(one))) {
  wrong.push(`${name} is an exception in scripts/check-licences.mjs that nothing needs`);
}

if (wrong.length > 0) {
  console.error(`Licences that are not allowed:\n${wrong.map((line) => `  ${line}`).join('\n')}`);
  process.exit(1);
}
const list = [...counts].sort().map(([licence, count]) => `${licence} ${count}`);
console.log(`${shipped.size} packages are shipped, all allowed: ${list.join(', ')}`);

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Old packages have an object, or a list of them. */
function licenceOf({ license, licenses }) {
  const [one] = [license ?? licenses ?? []].flat();
  return typeof one === 'object' ? one.type : one;
}

/** Of several that one may choose from, one must be allowed; of several that hold, each. */
function isAllowed(licence = '') {
  const choices = licence.replace(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one)));
}
