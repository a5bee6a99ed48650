import { setTimeout as sleep } from 'node:timers/promises';
import { markOf, missingOf, movedSince } from './books.mjs';
import { median, play, quantile } from './load.mjs';
import { cpuMsOf } from './processes.mjs';
import { askAs } from './product.mjs';

/** Time for a server to come to rest after a round, so that the next side does not pay for it. */
const REST_MS = 150;
const READ_TARGETS = 400;
const REPEATED = 64;

/**
 * One round of a job by one side: the load, what it took, and whether the books hold what was
 * acknowledged. What was not answered as expected is not counted, and said.
 */
export async function playRound(server, side, job, { connections, forMs, count }) {
  const chosen = targetsOf(side, job, count);
  const requests = await requestsOf(side, job, chosen);
  // SQLite has no server that could be asked meanwhile.
  const isChecked = job.moves !== undefined && server !== undefined;
  const mark = isChecked ? await markOf(server.root, side.database) : undefined;
  const before = cpuOf(server, side);
  const order = { ...side.transport(job), connections, forMs, requests, tokens: side.tokens };
  const result = await play({ ...order, again: !job.moves || job.repeats !== undefined });
  const after = cpuOf(server, side);
  const { answered, acknowledged, seconds, latencies } = result;
  const missing = isChecked
    ? missingOf(
        job,
        side.kind === 'peer',
        acknowledged,
        await movedSince(server.root, moves(side, job, mark, chosen)),
      )
    : {};
  await sleep(REST_MS);
  return {
    ...{ perSecond: acknowledged / seconds, acknowledged, answered, missing },
    ...{ unexpected: answered === acknowledged ? undefined : result.unexpected },
    ...{ p50: median(latencies), p95: quantile(latencies, 0.95), p99: quantile(latencies, 0.99) },
    ...{ serverMs: (after.side - before.side) / answered, bytes: result.bytes / answered },
    databaseMs: (after.database - before.database) / answered,
  };
}

function moves(side, job, mark, targets) {
  return { database: side.database, mark, job, targets };
}

function targetsOf(side, job, count) {
  const { targets } = side;
  if (!job.moves) return targets.some(READ_TARGETS);
  if (!job.repeats) return targets.take(job.name, count, job.times[side.kind]);
  // The same few in each round; what they start before the first is not part of it.
  side.repeated ??= targets.take(job.name, REPEATED, 1);
  return side.repeated;
}

async function requestsOf(side, job, targets) {
  const requests = targets.map((target) => side.requestOf(job, target));
  if (requests.length === 0) throw new Error(`${job.name}, ${side.name}: no targets are left`);
  if (job.repeats)
    await begin(
      side,
      targets.map((target) => side.firstOf(job, target)),
    );
  if (!job.conditional || side.kind !== 'product') return requests;
  const asked = [];
  for (const request of requests) {
    const { headers } = await askAs(request, side.tokens, side.ports[0]);
    asked.push({ ...request, headers: { 'If-None-Match': headers.etag }, status: 304 });
  }
  return asked;
}

/** By the product or by PHP itself, whoever repeats it then. */
async function begin(side, requests) {
  if (side.hasBegun) return;
  side.hasBegun = true;
  for (const { port, tokens, ...request } of requests) await askAs(request, tokens, port);
}

function cpuOf(server, side) {
  const ofPids = side.pids.reduce((sum, pid) => sum + cpuMsOf(pid), 0);
  return { side: ofPids, database: server ? cpuMsOf(server.pid) : 0 };
}
