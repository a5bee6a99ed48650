import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMsOf, memoryMbOf } from './support/processes.mjs';

const STREAMS = 50;
/** A person may open five. */
const EACH = 5;
const SNAPSHOTS_WITHIN_MS = 30_000;
const IDLE_MS = 5_000;

/**
 * What streams of live updates cost while nobody changes anything: processor of the database and
 * the server, statements, memory; and how many bytes a snapshot has, and how long it takes.
 */
export async function measureLive({ server, product, tokens, coaches }) {
  const before = await spend(server, product, IDLE_MS);
  const memoryBefore = memoryMbOf(product.pid);
  const from = performance.now();
  const streams = Array.from({ length: Math.min(STREAMS, coaches * EACH) }, (_, n) =>
    listen(product.port, tokens[`coach${n % coaches}`]),
  );
  const limit = sleep(SNAPSHOTS_WITHIN_MS, undefined, { ref: false });
  await Promise.race([Promise.all(streams.map(({ complete }) => complete)), limit]);
  const seconds = (performance.now() - from) / 1_000;
  const bytes = streams.reduce((sum, stream) => sum + stream.bytes(), 0);
  const during = await spend(server, product, IDLE_MS);
  const memoryMb = memoryMbOf(product.pid) - memoryBefore;
  for (const stream of streams) stream.leave();
  return {
    streams: streams.length,
    seconds,
    snapshotBytes: bytes / streams.length,
    memoryMb,
    before,
    during,
  };
}

/** Part of one processor, and statements a second, in a while in which nobody asks anything. */
async function spend(server, product, ms) {
  const now = async () => ({
    database: cpuMsOf(server.pid),
    server: cpuMsOf(product.pid),
    statements: await statementsOf(server.root),
  });
  const from = await now();
  await sleep(ms);
  const to = await now();
  return {
    database: (to.database - from.database) / ms,
    server: (to.server - from.server) / ms,
    statements: ((to.statements - from.statements) * 1_000) / ms,
  };
}

async function statementsOf(root) {
  const [[{ Value }]] = await root.query("SHOW GLOBAL STATUS LIKE 'Questions'");
  return Number(Value);
}

function listen(port, token) {
  let [bytes, heard, leave] = [0, '', () => undefined];
  const complete = new Promise((done) => {
    const headers = { Authorization: `Bearer ${token}` };
    const options = { port, host: '127.0.0.1', path: '/api/v1/events', headers, agent: false };
    const request = get(options, (response) => {
      response.on('data', (data) => {
        bytes += data.length;
        const text = `${heard}${data}`;
        if (text.includes('"complete":true')) done();
        heard = text.slice(-20);
      });
    });
    request.on('error', () => done());
    leave = () => request.destroy();
  });
  return { complete, bytes: () => bytes, leave: () => leave() };
}
