import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import '../support/matchers.js';
import { type Embedded, startEmbedded } from '../support/embedded.js';
import { violations } from '../support/laws.js';
import { endProduct, ensureBuilt } from '../support/process.js';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.js';
import { migrate, openDatabase } from '../support/sql.js';

const DISK_MEBIBYTES = 12;
const CHANGES = 20;

let disk: SmallDisk;
let embedded: Embedded;

beforeAll(async () => {
  await ensureBuilt();
  disk = mountSmallDisk(DISK_MEBIBYTES);
  const url = `sqlite:${disk.folder}/coach.db`;
  await migrate(url);
  embedded = await startEmbedded(url, { LOG_LEVEL: 'warn' });
});
afterEach(() => disk.free());
afterAll(async () => {
  await endProduct(embedded.product);
  disk.remove();
});

/** Each under a key of its own, which is the reason, too. */
async function change(key: string) {
  const { api, tom } = embedded;
  return api.adjust(tom, { adjustment: 1, reason: key }, { key });
}

it('a full disk costs changes a 503 that says so, and nothing else', async () => {
  const { api, tom, product, url } = embedded;
  expect((await change('before')).status).toBe(200);
  disk.fill();
  const from = product.output().length;
  for (let n = 0; n < CHANGES; n += 1) {
    const answer = await change(`full-${n}`);
    expect(answer).toBeProblem('unavailable');
    expect(answer.body.detail).toContain('no room left');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  const logged = () => product.output().slice(from).trim().split('\n');
  await expect.poll(() => logged().length).toBe(CHANGES);
  const lines = logged();
  for (const line of lines) {
    expect(line).toMatch(/"cause":"SQLITE_FULL: .*database or disk is full"/);
    expect(line).not.toContain('stack');
  }
  expect((await api.member(tom)).status).toBe(200);
  expect((await api.get('/health/live')).status).toBe(200);
  expect(await api.get('/health/ready')).toBeProblem('unavailable');

  disk.free();
  await expect.poll(async () => (await change('full-0')).status).toBe(200);
  await expect.poll(async () => (await api.get('/health/ready')).status).toBe(200);
  // What was refused never happened; what is sent again happens once.
  expect((await change('full-0')).status).toBe(200);
  const { sql, close } = await openDatabase(url);
  const rows = await sql<{ reason: string }>(
    "SELECT reason FROM coach_usage_history WHERE adjustment_type = 'adjustment' ORDER BY id",
  );
  expect(rows.map(({ reason }) => reason)).toEqual(['before', 'full-0']);
  expect(await violations(sql)).toEqual([]);
  await close();
});

it('a full disk is noticed though nobody changes anything', async () => {
  const { api } = embedded;
  await expect.poll(async () => (await api.get('/health/ready')).status).toBe(200);
  disk.fill();
  await expect.poll(async () => (await api.get('/health/ready')).status).toBe(503);
  disk.free();
  await expect.poll(async () => (await api.get('/health/ready')).status).toBe(200);
});

it('the product starts on a full disk, is not ready, and serves when there is room', async () => {
  // Once more at its end: a product that ends gives back the room of its journal.
  disk.fill();
  const { base } = await embedded.restart(() => disk.fill());
  const api = embedded.api.at(base);
  expect((await api.get('/health/ready')).status).toBe(503);
  expect((await api.member(embedded.tom)).status).toBe(200);
  disk.free();
  await expect.poll(async () => (await api.get('/health/ready')).status).toBe(200);
  await embedded.close();
});
