import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { openStudio, type Studio } from '../support/studio.js';

/*
 * Processes of the release before go on while the new ones come (ADR 22): what they say of
 * idempotency records, word for word, on the tables of this release.
 */

const INSERT = `INSERT INTO \`coach_idempotency_key\` (\`actor_id\`, \`key_hash\`, \`fingerprint\`,
  \`status\`, \`answer\`, \`created_at\`, \`expires_at\`) VALUES (?, ?, ?, ?, ?, ?, ?)`;
const FIND = `SELECT r.\`id\` AS \`id\`, r.\`fingerprint\` AS \`fingerprint\`,
    r.\`status\` AS \`status\`, r.\`answer\` AS \`answer\`, r.\`expires_at\` AS \`expiresAt\`
  FROM coach_idempotency_key r WHERE r.actor_id = ? AND r.key_hash = ?`;
const KEEP = 'UPDATE coach_idempotency_key SET status = ?, answer = ? WHERE id = ?';
const REMOVE = 'DELETE FROM coach_idempotency_key WHERE id = ?';
const EXPIRED = `SELECT id FROM \`coach_idempotency_key\` WHERE expires_at < ?
  ORDER BY expires_at LIMIT 500`;
const CLEAN = 'DELETE FROM `coach_idempotency_key` WHERE id IN (?, ?)';

const [CREATED, EXPIRES] = ['2026-03-10 12:00:00', '2026-03-12 12:00:00'];
const DUPLICATE = /Duplicate entry .* for key 'PRIMARY'/;

let studio: Studio;
let ana: TestPerson;
let tom: GivenMember;

beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());
beforeEach(async () => {
  ana = await studio.given.coach();
  tom = await studio.given.member({ coach: ana, remaining: 10 });
});

async function claim(actorId: number, hash: string): Promise<number> {
  const values = [actorId, hash, 'print', null, null, CREATED, EXPIRES];
  const { insertId } = (await studio.sql(INSERT, values)) as unknown as { insertId: number };
  expect(insertId).toBeGreaterThan(0);
  return insertId;
}

it('they take a key, keep its answer, find it, and free it', async () => {
  const { sql } = studio;
  const id = await claim(ana.id, 'a1');
  await sql(KEEP, [200, '{"a":1}', id]);
  // Long ids come as text; it goes into the next statement as it is.
  const found = await sql<{ id: string }>(FIND, [ana.id, 'a1']);
  expect(found).toMatchObject([
    { id: String(id), fingerprint: 'print', status: 200, answer: '{"a":1}' },
  ]);
  await expect(claim(ana.id, 'a1')).rejects.toThrow(DUPLICATE);
  // The same key is another's, too.
  await claim(0, 'a1');
  await sql(REMOVE, [found[0]?.id ?? 0]);
  expect(await sql(FIND, [ana.id, 'a1'])).toEqual([]);
  await claim(ana.id, 'a1');
});

it('they write a record of their own with its answer, and clean up', async () => {
  const { sql } = studio;
  await sql(INSERT, [
    ana.id,
    'b1',
    'print',
    200,
    '{}',
    '2026-03-01 00:00:00',
    '2026-03-01 01:00:00',
  ]);
  await sql(INSERT, [
    ana.id,
    'b2',
    'print',
    200,
    '{}',
    '2026-03-01 00:00:00',
    '2026-03-01 01:00:00',
  ]);
  const expired = await sql<{ id: number }>(EXPIRED, ['2026-03-02 00:00:00']);
  expect(expired).toHaveLength(2);
  const done: unknown = await sql(
    CLEAN,
    expired.map(({ id }) => id),
  );
  expect(done).toMatchObject({ affectedRows: 2 });
});

it('what one of them answered, a new process answers again, and the other way round', async () => {
  const present = { adjustment: 2, reason: 'a present' };
  const adjust = () => studio.api.as(ana).adjust(tom, present, { key: 'k' });
  const first = await adjust();
  const { sql } = studio;
  const [record] = await sql<{ key_hash: string; fingerprint: string; answer: string }>(
    'SELECT key_hash, fingerprint, answer FROM coach_idempotency_key WHERE actor_key = ?',
    [`u${ana.id}`],
  );
  const { key_hash: hash = '', fingerprint = '', answer = '' } = record ?? {};
  expect(await sql(FIND, [ana.id, hash])).toMatchObject([{ fingerprint, status: 200, answer }]);
  await expect(claim(ana.id, hash)).rejects.toThrow(DUPLICATE);

  await sql('DELETE FROM coach_idempotency_key WHERE actor_key = ?', [`u${ana.id}`]);
  await sql(INSERT, [ana.id, hash, fingerprint, 200, answer, CREATED, EXPIRES]);
  const again = await adjust();
  expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([first.text, 'true']);
  const { body } = await studio.api.as(ana).member(tom);
  expect(body.packages[0].remaining).toBe(12);
});
