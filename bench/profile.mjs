/*
 * Where the time of a profiled run went (`npm run bench -- … --profile FOLDER`): self time by
 * package, and the functions that took most of it.
 *
 *   node bench/profile.mjs FOLDER [functions]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '.', most = '30'] = process.argv.slice(2);
const NOT_WORKING = new Set(['(idle)', '(root)', '(program)']);

/** The package that a file belongs to; the product's own by its folder. */
function ownerOf({ url, functionName }) {
  if (functionName.startsWith('(')) return functionName;
  const [, scoped] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (scoped) return scoped;
  const [, own] = /\/dist\/src\/([^/]+)/.exec(url) ?? [];
  if (own) return `ours: ${own}`;
  return url.startsWith('node:') ? url.split('/')[0] : url || 'native';
}

function add(sums, key, ms) {
  sums.set(key, (sums.get(key) ?? 0) + ms);
}

/** Self time in ms of each package, and of each function by its place. */
function read(profile) {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(profile, 'utf8'));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const [owners, functions] = [new Map(), new Map()];
  for (const [n, id] of samples.entries()) {
    const frame = frames.get(id);
    if (NOT_WORKING.has(frame.functionName)) continue;
    const ms = timeDeltas[n] / 1_000;
    add(owners, ownerOf(frame), ms);
    const file = frame.url.split('/').slice(-3).join('/');
    add(functions, `${frame.functionName || '(anonymous)'} ${file}:${frame.lineNumber + 1}`, ms);
  }
  return { owners, functions };
}

function print(sums, count) {
  const all = [...sums.values()].reduce((sum, ms) => sum + ms, 0);
  const sorted = [...sums].toSorted(([, a], [, b]) => b - a).slice(0, count);
  for (const [what, ms] of sorted) {
    const part = ((ms / all) * 100).toFixed(1);
    process.stdout.write(`${part.padStart(6)} %  ${ms.toFixed(0).padStart(7)} ms  ${what}\n`);
  }
}

for (const name of readdirSync(folder).filter((one) => one.endsWith('.cpuprofile'))) {
  const { owners, functions } = read(join(folder, name));
  process.stdout.write(`${name}\n`);
  print(owners, 25);
  process.stdout.write('\n');
  print(functions, Number(most));
}
