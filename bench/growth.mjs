import { STUDIO } from './support/mariadb.mjs';
import { startProduct, tokensOf } from './support/product.mjs';
import { playRound } from './support/rounds.mjs';
import { productSide } from './support/sides.mjs';
import { sqliteStudio } from './support/sqlite-studio.mjs';
import { SIZES } from './support/studio.mjs';
import { serverWithStudio } from './support/studio-cache.mjs';
import { readTargets, Targets } from './support/targets.mjs';

const HOW = { connections: 1, forMs: 1_000, count: 15 };
/** What a size costs on SQLite, which is for small studios. */
const EMBEDDED = ['small', 'medium'];

/**
 * What one caller alone waits for, median and 95th percentile in ms, from a small studio to a large
 * one, on MariaDB and on SQLite. The large one is there already.
 */
export async function measureGrowth({ server, sides: [ours], jobs, say }) {
  const growth = [];
  for (const size of ['small', 'medium']) {
    const own = await serverWithStudio(size, { bufferPool: '256M', say });
    const members = await readTargets(own.root, STUDIO);
    // The copy is made first: afterwards the studio's members have had their session of today.
    const embedded = EMBEDDED.includes(size) ? await sqliteStudio(own, size, say) : undefined;
    growth.push(await alone(own, { size, on: 'MariaDB', url: own.url(STUDIO), members }, jobs));
    if (embedded) {
      growth.push(await alone(undefined, { size, on: 'SQLite', url: embedded, members }, jobs));
    }
    await own.stop();
    say(`growth: ${size} is measured`);
  }
  growth.push({ size: 'large', on: 'MariaDB', figures: await figuresOf(server, ours, jobs) });
  return growth;
}

/** A product of its own for a database, which is stopped again. */
async function alone(server, { size, on, url, members }, jobs) {
  const product = await startProduct(url);
  const side = productSide('ours', product, await tokensOf(product.port, SIZES[size].coaches));
  side.targets = new Targets(members);
  const figures = await figuresOf(server, side, jobs);
  await product.stop();
  return { size, on, figures };
}

async function figuresOf(server, side, jobs) {
  const figures = {};
  for (const job of jobs) {
    // Twice: what is read for the first time comes from the disk.
    if (!job.moves) await playRound(server, side, job, { ...HOW, forMs: 200 });
    const { p50, p95, acknowledged, unexpected } = await playRound(server, side, job, HOW);
    figures[job.name] = acknowledged > 0 ? { p50, p95 } : { unexpected };
  }
  return figures;
}
