/*
 * The product of another checkout beside this one, in one run and by turns, on one database server
 * or on two files with the same rows: whether a change made anything slower.
 *
 *   node bench/before-after.mjs --before FOLDER
 *   node bench/before-after.mjs --before FOLDER --on SQLite --jobs start,member --rounds 9
 *
 * FOLDER is the other one, built (`npm ci`, `npm run build`). On the server the tables are those of
 * this one, on which the other must run; on SQLite each has its own. Needs mariadb-server.
 */
import { parseArgs } from 'node:util';
import { READS } from './jobs/reads.mjs';
import { WRITES } from './jobs/writes.mjs';
import { tableOf } from './report.mjs';
import { median } from './support/load.mjs';
import { STUDIO } from './support/mariadb.mjs';
import { stopAll } from './support/processes.mjs';
import { startProduct, tokensOf } from './support/product.mjs';
import { productSide } from './support/sides.mjs';
import { sqliteStudio } from './support/sqlite-studio.mjs';
import { SIZES } from './support/studio.mjs';
import { serverWithStudio } from './support/studio-cache.mjs';
import { readTargets, Targets } from './support/targets.mjs';
import { playByTurns } from './support/turns.mjs';

const { values: asked } = parseArgs({
  options: {
    before: { type: 'string' },
    on: { type: 'string', default: 'SQLite,MariaDB' },
    jobs: { type: 'string', default: 'start,undo,adjust,member,history,list' },
    size: { type: 'string', default: 'small' },
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '1' },
  },
});
const say = (text) => process.stderr.write(`${text}\n`);
const names = asked.jobs.split(',');
const jobs = [...WRITES, ...READS].filter(({ name }) => names.includes(name));
const [rounds, seconds] = [Number(asked.rounds), Number(asked.seconds)];
const plan = { rounds, seconds, connections: [16], crowded: [] };

/** Both sides; those of one database share its members, for each of whom a job is done once. */
async function startBoth(server, members, on) {
  const shared = new Targets(members);
  const startSide = async (name, how) => {
    if (on !== 'SQLite') return sideOf(name, { url: server.url(STUDIO), targets: shared }, how);
    const url = await sqliteStudio(server, asked.size, say, how);
    return sideOf(name, { url, targets: new Targets(members) }, how);
  };
  return [await startSide('ours', {}), await startSide('before', { checkout: asked.before })];
}

async function sideOf(name, { url, targets }, how) {
  const product = await startProduct(url, how);
  const tokens = await tokensOf(product.port, SIZES[asked.size].coaches);
  return { ...productSide(name, product, tokens), targets, stop: () => product.stop() };
}

const ratio = (rounds, value) =>
  median(rounds.map(({ ours, before }) => value(ours) / value(before)));

/** Both ratios; and what was answered otherwise than expected, for the figures say nothing then. */
function comparisonOf(on, { job, rounds }) {
  const bySecond = ratio(rounds, ({ perSecond }) => perSecond).toFixed(3);
  const byCpu = ratio(rounds, ({ serverMs }) => serverMs).toFixed(3);
  const others = rounds
    .flatMap((round) => Object.entries(round))
    .filter(([, { unexpected }]) => unexpected)
    .map(([side, { unexpected }]) => `  ${side} answered otherwise: ${unexpected}\n`);
  const line = `${on} ${job}: ${bySecond} a second, ${byCpu} CPU of the process\n`;
  return line + [...new Set(others)].slice(0, 2).join('');
}

try {
  if (!asked.before) throw new Error('--before FOLDER says with what to compare.');
  const server = await serverWithStudio(asked.size, { bufferPool: '1G', say });
  const members = await readTargets(server.root, STUDIO);
  for (const on of asked.on.split(',')) {
    const sides = await startBoth(server, members, on);
    const how = { sides, jobs, plan, say: (result) => say(tableOf([result])) };
    const results = await playByTurns({ ...how, server: on === 'SQLite' ? undefined : server });
    for (const result of results) process.stdout.write(comparisonOf(on, result));
    for (const side of sides) await side.stop();
  }
} finally {
  await stopAll();
}
