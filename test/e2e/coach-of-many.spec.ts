import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStudio, type Studio } from '../support/studio.js';

/** More than SQLite takes with a statement, once each of them is named for every word. */
const MEMBERS = 11_000;
const AT_ONCE = 1_000;

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

/** Members of one coach, as PHP leaves them. */
async function insertMembers(coachId: number): Promise<void> {
  const [last] = await studio.sql<{ id: number }>('SELECT MAX(id) AS id FROM `user`');
  const first = Number(last?.id) + 1;
  for (let from = first; from < first + MEMBERS; from += AT_ONCE) {
    const ids = Array.from({ length: AT_ONCE }, (_, n) => from + n);
    const people = ids.map((id) => `(${id}, 4, 'm${id}@example.com', '!', 'Mia', 'Berg${id}')`);
    await studio.sql(
      `INSERT INTO \`user\` (id, user_type_id, email, password, fname, lname)
       VALUES ${people.join(', ')}`,
    );
    const packages = ids.map(
      (id) => `(${coachId}, ${id}, 'active', 'approved', 'approved', '2026-03-01', 5, 'package')`,
    );
    await studio.sql(
      `INSERT INTO coach_member_list (coach_id, member_id, status, coach_approval,
         staff_approval, requested_at, remaining_sessions, rate_type)
       VALUES ${packages.join(', ')}`,
    );
  }
}

it('a coach of very many finds one of them by two words', async () => {
  const { given, api } = studio;
  const ana = await given.coach('Ana Silva');
  const other = await given.coach('Ben Stone');
  await given.member({ name: 'Mia Bergmann', coach: other });
  await given.member({ name: 'Mia Bergman', coach: ana });
  await insertMembers(ana.id);
  const { status, body } = await api.as(ana).get('/members?search=mia+bergman');
  expect(status).toBe(200);
  expect(body.data.map(({ lastName }: { lastName: string }) => lastName)).toEqual(['Bergman']);
  const many = await api.as(ana).get('/members?search=mia&limit=5');
  expect([many.status, many.body.data.length]).toEqual([200, 5]);
});
