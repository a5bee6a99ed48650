/*
 * What is served while more and more clients ask at once: goodput, waiting and memory with 64, 500
 * and 2,000 connections, half of them changing and half of them reading, on both databases.
 *
 *   node bench/crowd.mjs                       polite clients wait as `Retry-After` says
 *   node bench/crowd.mjs --rude                they ask again at once
 *   node bench/crowd.mjs --on SQLite --connections 64,500 --seconds 10 --rounds 3
 *
 * Needs mariadb-server; starts all that it measures, on the loopback.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { encode, HttpConnection } from './support/http-connection.mjs';
import { quantile } from './support/load.mjs';
import { STUDIO } from './support/mariadb.mjs';
import { cpuMsOf, memoryMbOf, stopAll } from './support/processes.mjs';
import { startProduct, tokensOf } from './support/product.mjs';
import { sqliteStudio } from './support/sqlite-studio.mjs';
import { SIZES } from './support/studio.mjs';
import { serverWithStudio } from './support/studio-cache.mjs';
import { readTargets } from './support/targets.mjs';

/** The system takes connections one by one; it is counted once all have been answered. */
const RAMP_AT_MOST_MS = 15_000;
const REST_MS = 10_000;

const { values: asked } = parseArgs({
  options: {
    on: { type: 'string', default: 'SQLite,MariaDB' },
    connections: { type: 'string', default: '64,500,2000' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '1' },
    rude: { type: 'boolean', default: false },
  },
});
const seconds = Number(asked.seconds);
const percent = (part, whole) => `${((100 * part) / whole).toFixed(0)} %`;
const say = (text) => process.stdout.write(`${text}\n`);

/** One client, which asks until the end; changes have a key, which stays when they are repeated. */
function visit({ port, member, token, isChange, isOver, note }) {
  const connection = new HttpConnection(port);
  const authorization = { Authorization: `Bearer ${token}` };
  const path = `/api/v1/members/${member.memberId}`;
  const body = { adjustment: 1, reason: 'A present', packageId: member.packageId };
  const next = () =>
    isChange
      ? encode(
          {
            ...{ method: 'POST', path: `${path}/adjustments`, body },
            headers: { ...authorization, 'Idempotency-Key': randomUUID() },
          },
          port,
        )
      : encode({ path, headers: authorization }, port);
  const go = (bytes) => {
    if (isOver()) return connection.close();
    const since = performance.now();
    connection.send(bytes, (status, head) => {
      const tookMs = performance.now() - since;
      note({ status, tookMs, isChange });
      if (status === 200) return go(next());
      const [, retryAfter = '1'] = /\r\nretry-after: (\d+)/.exec(head) ?? [];
      const pauseMs = asked.rude ? 0 : Number(retryAfter) * 1_000;
      if (status === 503 && pauseMs === 0) return go(bytes);
      setTimeout(go, Math.max(pauseMs, 50), bytes);
    });
  };
  go(next());
}

async function crowd({ product, members, tokens, connections }) {
  const all = [];
  const answered = new Set();
  let until = Infinity;
  let counts = false;
  const isOver = () => performance.now() >= until;
  const note = (one) => {
    answered.add(one.n);
    if (counts && !isOver()) all.push(one);
  };
  const { port, pid } = product;
  for (let n = 0; n < connections; n += 1) {
    const member = members[n % members.length];
    const token = tokens[member.coach];
    visit({
      port,
      member,
      token,
      isChange: n % 2 === 0,
      isOver,
      note: (one) => note({ n, ...one }),
    });
  }
  const rampUntil = performance.now() + RAMP_AT_MOST_MS;
  while (answered.size < connections && performance.now() < rampUntil) await sleep(50);
  counts = true;
  until = performance.now() + seconds * 1_000;
  const cpuBefore = cpuMsOf(pid);
  const live = [];
  while (!isOver()) {
    live.push(await tookToAnswer(port));
    await sleep(100);
  }
  return { all, live, cpuMs: cpuMsOf(pid) - cpuBefore, connected: answered.size };
}

function tookToAnswer(port) {
  const connection = new HttpConnection(port);
  const since = performance.now();
  return new Promise((done) => {
    connection.send(encode({ path: '/health/live' }, port), () => {
      connection.close();
      done(performance.now() - since);
    });
  });
}

async function measure(on, { url, members }) {
  const product = await startProduct(url);
  const tokens = await tokensOf(product.port, SIZES.small.coaches);
  const sizes = asked.connections.split(',').map(Number);
  await crowd({ product, members, tokens, connections: 64 });
  for (let round = 0; round < Number(asked.rounds); round += 1) {
    let base;
    for (const connections of sizes) {
      const beforeMb = memoryMbOf(product.pid);
      const { all, live, cpuMs, connected } = await crowd({
        product,
        members,
        tokens,
        connections,
      });
      const duringMb = memoryMbOf(product.pid);
      await sleep(REST_MS);
      const afterMb = memoryMbOf(product.pid);
      const good = all.filter(({ status }) => status === 200);
      const ofCpu = good.length / (cpuMs / 1_000);
      base ??= { served: good.length, ofCpu };
      const refused = all.filter(({ status }) => status === 503).map(({ tookMs }) => tookMs);
      const ms = (some, part) => Math.round(quantile(some, part));
      const took = (isChange) => good.filter((one) => one.isChange === isChange);
      const times = (some) => {
        const list = some.map(({ tookMs }) => tookMs);
        return `${some.length} in ${ms(list, 0.5)}/${ms(list, 0.99)} ms`;
      };
      say(
        [
          `${on} ${connections} (${connected} answered)`,
          `${(good.length / seconds).toFixed(0)}/s (${percent(good.length, base.served)})`,
          `${ofCpu.toFixed(0)} a CPU second (${percent(ofCpu, base.ofCpu)})`,
          `changes ${times(took(true))}, reads ${times(took(false))}`,
          `refused ${refused.length} in ${ms(refused, 0.5)}/${ms(refused, 0.99)} ms`,
          `others ${all.length - good.length - refused.length}`,
          `live ${ms(live, 0.5)}/${ms(live, 1)} ms`,
          `memory ${beforeMb.toFixed(0)} > ${duringMb.toFixed(0)} > ${afterMb.toFixed(0)} MB`,
        ].join(' · '),
      );
    }
  }
  await product.stop();
}

try {
  const server = await serverWithStudio('small', { bufferPool: '256M', say });
  const members = await readTargets(server.root, STUDIO);
  for (const on of asked.on.split(',')) {
    const url = on === 'SQLite' ? await sqliteStudio(server, 'small', say) : server.url(STUDIO);
    await measure(on, { url, members });
  }
} finally {
  await stopAll();
}
