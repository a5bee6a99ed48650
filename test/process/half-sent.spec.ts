import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from '../support/api.js';
import { endProduct, ensureBuilt, type Product } from '../support/process.js';
import { rawRequest } from '../support/raw-http.js';
import { startSeveral } from '../support/shared-stage.js';
import { size } from '../support/size.js';
import { openStudio, type Studio } from '../support/studio.js';

const CLIENTS = size({ ci: 60, full: 3_000 });
/** 10 s for a head, and two more; a machine that runs other tests may be late. */
const CUT_WITHIN_MS = 14_000;

let studio: Studio;
let product: Product;

beforeAll(async () => {
  await ensureBuilt();
  studio = await openStudio();
  product = await startSeveral(studio, { LOG_LEVEL: 'silent' });
});
afterAll(async () => {
  await endProduct(product);
  await studio.close();
});

/** Sends half of a head, and tells how long it was held. */
function halfSent(base: string): Promise<number> {
  const { port } = new URL(base);
  return new Promise((resolve) => {
    const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    let since = performance.now();
    socket.once('connect', () => {
      since = performance.now();
      socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    });
    const end = () => {
      socket.destroy();
      resolve(performance.now() - since);
    };
    socket.on('error', end).once('end', end).resume();
  });
}

it('heads of which half was sent are cut in time, by each process; others are served', async () => {
  const api = new Api(product.base, studio.app);
  const held = Array.from({ length: CLIENTS }, () => halfSent(product.base));
  const all = Promise.all(held);
  for (let n = 0; n < 5; n += 1) {
    expect((await rawRequest(api, { path: '/health/live' })).status).toBe(200);
  }
  expect(Math.max(...(await all))).toBeLessThan(CUT_WITHIN_MS);
});
