import { afterAll, beforeAll, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { openStudio, type Studio } from '../support/studio.js';

/** More than are read at once, of one person and of many. */
const [OF_ONE, OF_MANY] = [1_100, 700];
const AT = '2026-03-10 12:00:00';

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

const hashOf = (n: number) => n.toString(16).padStart(64, '0');

async function write(actorIds: readonly number[], answer = '{}', status: number | null = 200) {
  const rows = actorIds.map((actorId, n) => {
    return [`u${actorId}`, hashOf(n), actorId, 'f', status, answer, AT, AT];
  });
  const tuples = rows.map(() => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
  await studio.sql(
    `INSERT INTO coach_idempotency_key (actor_key, key_hash, actor_id, fingerprint, status,
       answer, created_at, expires_at) VALUES ${tuples}`,
    rows.flat(),
  );
}

it('verify reads each idempotency record once, and names those that answer nothing', async () => {
  const verify = () => studio.app.get(VerifyService).verify();
  expect((await verify()).text).toContain('(0 idempotency records)');

  await write(Array.from({ length: OF_ONE }, () => 7));
  await write(Array.from({ length: OF_MANY }, (_, n) => 100 + n));
  const { holds, text } = await verify();
  expect(holds, text).toBe(true);
  expect(text).toContain(`(${OF_ONE + OF_MANY} idempotency records)`);

  // In front of all, between people, and behind all.
  await write([0], '{"half":');
  await write([8], '{}', null);
  await write([999], '{}', 500);
  const broken = await verify();
  expect(broken.text).toContain('Violations: 3');
  expect(broken.text).toContain(`the answer of idempotency record u0/${hashOf(0)} is not JSON`);
  expect(broken.text).toContain(`idempotency record u8/${hashOf(0)} holds status none`);
  expect(broken.text).toContain(`idempotency record u999/${hashOf(0)} holds status 500`);
});
