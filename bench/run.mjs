/*
 * The product beside what it replaces and beside the floor, in one run: the same jobs by turns, on
 * one database server, and after each round a look whether the books hold what was acknowledged.
 *
 *   npm run bench                       everything, at most 25 minutes; writes docs/benchmarks.md
 *   npm run bench -- --quick            before and after one change, at most 3 minutes
 *   npm run bench -- --jobs start,member --sides ours,php --size medium --rounds 3
 *   npm run bench -- --jobs start --sides ours --profile FOLDER && node bench/profile.mjs FOLDER
 *
 * Needs mariadb-server, nginx, php-fpm and php-mysql; starts all of them itself, on the loopback.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { READS } from './jobs/reads.mjs';
import { WRITES } from './jobs/writes.mjs';
import { measureGrowth } from './growth.mjs';
import { measureLive } from './live.mjs';
import { machineOf } from './support/machine.mjs';
import { play } from './support/load.mjs';
import { memoryMbOf, stopAll } from './support/processes.mjs';
import { startSides } from './support/sides.mjs';
import { SIZES } from './support/studio.mjs';
import { CACHE, serverWithStudio } from './support/studio-cache.mjs';
import { readTargets } from './support/targets.mjs';
import { playByTurns } from './support/turns.mjs';
import { STUDIO } from './support/mariadb.mjs';
import { documentOf, tableOf } from './report.mjs';

const FULL = {
  ...{ size: 'large', rounds: 5, seconds: 1, connections: [16, 64] },
  sides: ['ours', 'ours2', 'php', 'php kept', 'fastify', 'mysql2'],
  // With many connections, what everybody asks for at the same hour.
  crowded: ['start', 'again', 'member', 'history', 'list'],
};
const QUICK = {
  ...{ size: 'medium', rounds: 2, seconds: 1, connections: [16], crowded: [] },
  sides: ['ours', 'ours2', 'php kept', 'fastify'],
  jobs: ['start', 'again', 'undo', 'adjust', 'member', 'history', 'unchanged', 'list-attention'],
};
/** All of the large studio, ours and PHP's, but for what only grows at its end. */
const BUFFER_POOL = '4G';

const { values: asked } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    ...{ jobs: { type: 'string' }, sides: { type: 'string' }, size: { type: 'string' } },
    ...{ rounds: { type: 'string' }, seconds: { type: 'string' } },
    ...{ connections: { type: 'string' }, json: { type: 'string' } },
    'buffer-pool': { type: 'string', default: BUFFER_POOL },
    'no-growth': { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const words = (text) => text?.split(',').filter(Boolean);
const base = asked.quick ? QUICK : FULL;
const plan = {
  ...base,
  ...{ size: asked.size ?? base.size, rounds: Number(asked.rounds ?? base.rounds) },
  ...{ seconds: Number(asked.seconds ?? base.seconds), bufferPool: asked['buffer-pool'] },
  ...{ sides: words(asked.sides) ?? base.sides, jobs: words(asked.jobs) ?? base.jobs },
  connections: words(asked.connections)?.map(Number) ?? base.connections,
};
const isFull = !asked.quick && !asked.jobs && !asked.sides && !asked.size;
const say = (text) => process.stderr.write(`${text}\n`);
const sayTable = (result) => say(tableOf([result]));

async function ceilingOf(side) {
  const requests = [{ path: '/health/live', status: 200 }];
  const order = { ...side.transport({}), connections: 16, forMs: 1_000, requests, again: true };
  const { acknowledged, seconds } = await play(order);
  return acknowledged / seconds;
}

async function main() {
  const from = performance.now();
  const jobs = [...WRITES, ...READS].filter(({ name }) => plan.jobs?.includes(name) ?? true);
  const server = await serverWithStudio(plan.size, { bufferPool: plan.bufferPool, say });
  const members = await readTargets(server.root, STUDIO);
  const { coaches } = SIZES[plan.size];
  const started = { server, coaches, jobs, members, names: plan.sides, say };
  started.profile = asked.profile;
  const { sides, product, tokens } = await startSides(started);
  const atRestMb = memoryMbOf(product.pid);
  const ceiling = await ceilingOf(sides[0]);
  say(`the client's ceiling, by /health/live: ${ceiling.toFixed(0)} requests a second`);
  const results = await playByTurns({ server, sides, jobs, plan, say: sayTable });
  const memory = Object.fromEntries(
    sides
      .filter(({ pids }) => !pids.includes(process.pid))
      .map(({ name, pids }) => [name, pids.reduce((sum, pid) => sum + memoryMbOf(pid), 0)]),
  );
  const live = asked.quick ? undefined : await measureLive({ server, product, tokens, coaches });
  const all = { plan, machine: machineOf(server), ceiling, results, memory, atRestMb, live };
  all.startMs = product.startMs;
  all.sends = sides[0].sends;
  if (isFull && !asked['no-growth']) all.growth = await measureGrowth({ server, sides, jobs, say });
  all.minutes = (performance.now() - from) / 60_000;
  writeFileSync(asked.json ?? join(CACHE, 'latest.json'), JSON.stringify(all, undefined, 1));
  const document = documentOf(all);
  if (isFull) await writePage('docs/benchmarks.md', document);
  process.stdout.write(document);
}

async function writePage(file, text) {
  const rules = await resolveConfig(file);
  writeFileSync(file, await format(text, { ...rules, filepath: file }));
}

try {
  await main();
} finally {
  await stopAll();
}
