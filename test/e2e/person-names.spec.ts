import { afterAll, beforeAll, expect, it } from 'vitest';
import { PersonNames } from '../../src/auth/person-names.service.js';
import type { Api } from '../support/api.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

/* By which words people are found, and their order: kept beside what we and PHP write of them. */

let studio: Studio;
let admin: Api;

beforeAll(async () => {
  studio = await openStudio();
  admin = studio.api.as(await studio.given.admin());
});
afterAll(() => studio.close());

async function foldedOf(id: number): Promise<{ key: string | undefined; words: string[] }> {
  const rows = await studio.sql<{ word: string }>(
    'SELECT word FROM coach_person_name WHERE user_id = ? ORDER BY kind, word',
    [id],
  );
  const [order] = await studio.sql<{ sort_key: string }>(
    'SELECT sort_key FROM coach_person_order WHERE user_id = ?',
    [id],
  );
  return { key: order?.sort_key, words: rows.map(({ word }) => word) };
}

const follow = () => studio.app.get(PersonNames).followPhp(() => false);

it('are folded with a new member, and with another name or address', async () => {
  const input = { firstName: 'Zoë', lastName: 'Müller', email: 'Zoe.M@example.com' };
  const { status, body } = await admin.post('/members', input);
  expect(status).toBe(201);
  const words = ['mueller', 'muller', 'zoe', 'zoem@examplecom'];
  expect(await foldedOf(body.id)).toEqual({ key: 'muller  zoe', words });
  const change = await admin.patch(`/members/${body.id}`, { lastName: 'Åse' });
  expect(change.status).toBe(200);
  expect(await foldedOf(body.id)).toEqual({
    key: 'ase  zoe',
    words: ['aase', 'ase', 'zoe', 'zoem@examplecom'],
  });
});

it('are nobody’s where the change is refused', async () => {
  const before = await studio.sql('SELECT * FROM coach_person_order');
  const input = { firstName: 'A', lastName: 'B', email: 'zoe.m@example.com' };
  expect(await admin.post('/members', input)).toBeProblem('email_taken');
  expect(await studio.sql('SELECT * FROM coach_person_order')).toEqual(before);
});

it('follow what PHP writes, and are written once', async () => {
  const tom = await studio.given.member({ name: 'Tom Baker' });
  await follow();
  expect((await foldedOf(tom.id)).key).toBe('baker  tom');
  await studio.sql('UPDATE `user` SET lname = ? WHERE id = ?', ['bäcker', tom.id]);
  await follow();
  const { key, words } = await foldedOf(tom.id);
  expect(key).toBe('backer  tom');
  expect(words.slice(0, 3)).toEqual(['backer', 'baecker', 'tom']);
  await studio.sql('UPDATE `user` SET email = ? WHERE id = ?', ['new@example.com', tom.id]);
  await follow();
  expect((await foldedOf(tom.id)).words).toEqual([
    ...['backer', 'baecker', 'tom', 'new@examplecom'],
  ]);

  // A mark shows whether the row is written anew.
  await studio.sql('UPDATE coach_person_order SET sort_key = ? WHERE user_id = ?', ['x', tom.id]);
  await follow();
  expect((await foldedOf(tom.id)).key).toBe('x');
});

it('leave with whom PHP deletes', async () => {
  const eve = await studio.given.member({ name: 'Eve Gone' });
  await follow();
  await studio.sql('DELETE FROM `user` WHERE id = ?', [eve.id]);
  await follow();
  expect(await foldedOf(eve.id)).toEqual({ key: undefined, words: [] });
});

it('of all people are folded in steps', async () => {
  const count = async (table: string) => {
    const [row] = await studio.sql<{ n: number | string }>(`SELECT COUNT(*) AS n FROM ${table}`);
    return Number(row?.n);
  };
  const people = await count('`user`');
  const MORE = 2_100;
  for (let n = 0; n < MORE; n += 700) {
    const rows = Array.from({ length: 700 }, (_, m) => [`many${n + m}@example.com`, `N${n + m}`]);
    await studio.sql(
      `INSERT INTO \`user\` (user_type_id, email, password, fname, lname) VALUES
        ${rows.map(() => "(4, ?, '!', 'Mia', ?)").join(', ')}`,
      rows.flat(),
    );
  }
  await follow();
  expect(await count('coach_person_order')).toBe(people + MORE);
});
