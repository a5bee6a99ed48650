import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cleanup } from '../../src/audit/cleanup.service.js';
import { openStudio, type Studio } from '../support/studio.js';
import { trafficOf } from '../support/traffic.js';

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio({ now: '2026-03-10T12:00:00Z' });
});
afterAll(() => studio.close());

/** Records that expired so many seconds ago each. */
async function write(agesInSeconds: readonly number[]): Promise<void> {
  const rows = agesInSeconds.map((age, n) => {
    const expiresAt = new Date(studio.clock.now().getTime() - age * 1000);
    const at = expiresAt.toISOString().slice(0, 19).replace('T', ' ');
    return ['u7', `${age}-${n}`, 7, 'f', 200, '{}', `${at}.000`, `${at}.000`];
  });
  const tuples = rows.map(() => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
  await studio.sql(
    `INSERT INTO coach_idempotency_key (actor_key, key_hash, actor_id, fingerprint, status,
       answer, created_at, expires_at) VALUES ${tuples}`,
    rows.flat(),
  );
}

it('a cleanup removes the records that have expired, and no others', async () => {
  const spread = Array.from({ length: 1_250 }, (_, n) => n + 1);
  // Many at the same instant are more than one transaction has room for.
  const together = Array.from({ length: 700 }, () => 400);
  await write([...spread, ...together, 0, 0, -1, -3_600]);
  const { messages } = await trafficOf(studio, () => studio.app.get(Cleanup).runNow());

  const left = await studio.sql<{ key_hash: string }>(
    'SELECT key_hash FROM coach_idempotency_key ORDER BY expires_at, key_hash',
  );
  expect(left.map(({ key_hash }) => key_hash.split('-').slice(0, -1).join('-'))).toEqual([
    ...['0', '0', '-1', '-3600'],
  ]);
  const removals = messages.flat().filter((sql) => /DELETE .*idempotency/.test(sql));
  expect(removals.length).toBeGreaterThanOrEqual(3);
});

it('a cleanup goes no further than its transaction where the process ends', async () => {
  await write(Array.from({ length: 1_250 }, (_, n) => n + 1));
  await studio.app.get(Cleanup).runNow(() => true);
  const [row] = await studio.sql<{ n: number | string }>(
    'SELECT COUNT(*) AS n FROM coach_idempotency_key WHERE expires_at <= ?',
    [studio.clock.now().toISOString().slice(0, 19).replace('T', ' ')],
  );
  expect(Number(row?.n)).toBeGreaterThan(500);
  expect(Number(row?.n)).toBeLessThan(1_250);
});

it('a job of the round that fails holds up no other, and is told', async () => {
  const cleanup = studio.app.get(Cleanup);
  const done: string[] = [];
  cleanup.also(async () => Promise.reject(new Error('no right')));
  cleanup.also(async () => Promise.resolve(void done.push('the next one')));
  await expect(cleanup.runNow()).rejects.toThrow('no right');
  expect(done).toEqual(['the next one']);
});
