import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STUDIO } from '../support/mariadb.mjs';
import { atTheEnd, freePort, start } from '../support/processes.mjs';
import { askAs } from '../support/product.mjs';

const TRIES = 5;
const WARM_UPS = 3;
/** What must differ between two targets for a value to tell what it is. */
const TELLING = ['packageId', 'memberId', 'coachId', 'version', 'remaining', 'usageId'];

/**
 * Records what the product sends for each job now, and starts the route over it. Gives the
 * messages by job; a job that is not answered, or whose requests never match, has none, and
 * `unlike` names it.
 */
export async function startFloor({ server, recorder, session, product, tokens, jobs, targets }) {
  const recorded = {};
  const unlike = [];
  for (const job of jobs) {
    const found = await recordJob(recorder, { product, tokens, job, targets }).catch(String);
    if (Array.isArray(found)) recorded[job.name] = found;
    else unlike.push(`${job.name} (${found ?? 'no two requests are alike'})`);
  }
  const { port, user, password } = server;
  const place = { host: '127.0.0.1', port, user, password, database: STUDIO };
  const database = { ...place, timezone: 'Z', multipleStatements: true };
  const folder = mkdtempSync(join(tmpdir(), 'coach-bench-floor-'));
  atTheEnd(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'recorded.json');
  writeFileSync(file, JSON.stringify({ database, session, jobs: recorded }));
  const own = await freePort();
  const program = await start(process.execPath, ['bench/floor/server.mjs', file, String(own)], {
    at: { port: own },
    cwd: process.cwd(),
  });
  return { recorded, unlike, database, session, port: own, pid: program.pid };
}

async function recordJob(recorder, { product, tokens, job, targets }) {
  const request = (target) => askAs(job.ours(target), tokens, product.port);
  const send = async (target) => {
    const { status, ack = '' } = job.ours(target);
    const answer = await request(target);
    const isGood = status === undefined ? answer.status < 300 : answer.status === status;
    if (!isGood || !answer.text.includes(ack)) {
      throw new Error(`${job.name}: ${answer.status} ${answer.text.slice(0, 120)}`);
    }
  };
  for (const target of targets.take(job.repeats ?? job.name, WARM_UPS, 1)) {
    if (job.repeats) await request(target);
    await send(target);
  }
  for (let tries = 0; tries < TRIES; tries += 1) {
    const pair = differing(targets.take(job.repeats ?? job.name, 40, 1));
    if (job.repeats) for (const target of pair) await request(target);
    const messages = await recorder.messagesOf(send, pair);
    if (messages) return messages;
  }
  return undefined;
}

/** Two of which each telling number is another one. */
function differing(targets) {
  const [one] = targets;
  const numbers = (target) => TELLING.map((name) => target[name]);
  const other = targets.find((target) => !numbers(target).some((n) => numbers(one).includes(n)));
  return [one, other ?? targets[1]];
}
