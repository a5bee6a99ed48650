import type { GivenMember } from './given.js';
import type { Studio } from './studio.js';

/** A session that a member trained with the coach of a package, and still owes. */
export async function givenOwed(
  { sql }: Studio,
  { id, packageId }: Pick<GivenMember, 'id' | 'packageId'>,
  day = '2026-03-08',
): Promise<number> {
  await sql(
    `INSERT INTO coach_owed_session (member_id, coach_id, usage_date, created_at)
     SELECT member_id, coach_id, ?, '2026-03-08 10:00:00' FROM coach_member_list WHERE id = ?`,
    [day, packageId],
  );
  const [row] = await sql<{ id: unknown }>(
    'SELECT MAX(id) AS id FROM coach_owed_session WHERE member_id = ?',
    [id],
  );
  return Number(row?.id);
}
