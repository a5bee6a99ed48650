import { startFloor } from '../floor/floor.mjs';
import { Recorder } from '../floor/record.mjs';
import { startPeer } from '../peer/site.mjs';
import { PHP, STUDIO } from './mariadb.mjs';
import { Targets } from './targets.mjs';
import { knowsProcesses, startProduct, tokensOf } from './product.mjs';

/**
 * Everybody who does the jobs: the product, as one process and as two; PHP, with a connection for
 * each call and with kept ones; and the floor, by a bare Fastify and by the bare client alone.
 */
export async function startSides({ server, coaches, jobs, members, names, profile, say }) {
  // The floor repeats what was recorded today, so it has members of its own.
  const [ofOurs, ofFloor] = [0, 1].map(
    (half) => new Targets(members.filter((_, n) => n % 2 === half)),
  );
  const recorder = new Recorder(server.root, server.user);
  const { result: product, session } = await recorder.sessionWhile(() =>
    startProduct(server.url(STUDIO), { profile }),
  );
  const tokens = await tokensOf(product.port, coaches);
  const ours = productSide('ours', product, tokens);
  const sides = [ours];
  if (names.includes('ours2')) {
    if (knowsProcesses()) {
      const two = await startProduct(server.url(STUDIO), { processes: 2 });
      sides.push(productSide('ours2', two, await tokensOf(two.port, coaches)));
    } else say('ours2 is left out: the product has no setting PROCESSES yet.');
  }
  for (const name of ['php', 'php kept'].filter((one) => names.includes(one))) {
    sides.push(peerSide(await startPeer(server, name)));
  }
  if (names.includes('fastify') || names.includes('mysql2')) {
    const all = { server, recorder, session, product, tokens, targets: ofFloor };
    const floor = await startFloor({ ...all, jobs: jobs.filter((job) => !job.hasNoFloor) });
    if (floor.unlike.length > 0) say(`no floor for: ${floor.unlike.join(', ')}`);
    const both = [fastifySide(floor, ours), clientSide(floor, ours)];
    sides.push(...both.filter(({ name }) => names.includes(name)));
    ours.sends = Object.fromEntries(
      Object.entries(floor.recorded).map(([name, messages]) => [
        name,
        { messages: messages.length, statements: messages.flat().length },
      ]),
    );
  }
  const ofPhp = new Targets(members);
  const pools = { product: ofOurs, peer: ofPhp, floor: ofFloor };
  for (const side of sides) side.targets = pools[side.kind];
  return { sides, product, tokens };
}

/** A running product as a side. */
export function productSide(name, product, tokens) {
  const ports = [product.port];
  return {
    ...{ name, kind: 'product', database: STUDIO, ports, tokens, pids: [product.pid] },
    startMs: product.startMs,
    can: () => true,
    requestOf: (job, target) => job.ours(target),
    firstOf: (job, target) => ({ ...job.ours(target), port: product.port, tokens }),
    transport: () => ({ ports }),
  };
}

function peerSide({ name, ports, pids }) {
  return {
    ...{ name, kind: 'peer', database: PHP, ports, pids },
    can: (job) => job.php !== undefined,
    requestOf: (job, target) => job.php(target),
    firstOf: (job, target) => ({ ...job.php(target), port: ports[0] }),
    transport: () => ({ ports }),
  };
}

function fastifySide(floor, ours) {
  return {
    ...{ name: 'fastify', kind: 'floor', database: STUDIO, pids: [floor.pid] },
    can: ({ name }) => floor.recorded[name] !== undefined,
    requestOf: ({ name }, target) => ({ method: 'POST', path: `/${name}`, body: target }),
    firstOf: ours.firstOf,
    transport: () => ({ ports: [floor.port] }),
  };
}

/** It runs in this process, whose own time is next to nothing beside it. */
function clientSide(floor, ours) {
  return {
    ...{ name: 'mysql2', kind: 'floor', database: STUDIO, pids: [process.pid] },
    can: ({ name }) => floor.recorded[name] !== undefined,
    requestOf: (_, target) => ({ body: target }),
    firstOf: ours.firstOf,
    transport: ({ name }) => ({
      ...{ database: floor.database, session: floor.session, messages: floor.recorded[name] },
    }),
  };
}
