import type { GivenMember } from './given.js';
import type { Studio } from './studio.js';

/** Two sessions for which the coach of a package has asked the desk, and which nobody decided. */
export async function givenApproval(
  { sql, clock }: Studio,
  { id, packageId }: Pick<GivenMember, 'id' | 'packageId'>,
): Promise<number> {
  const at = clock.now().toISOString().slice(0, 19).replace('T', ' ');
  await sql(
    `INSERT INTO coach_approval (kind, member_id, package_id, adjustment, reason, created_at,
        created_by, state)
     SELECT 'adjustment', member_id, id, 2, 'matrix', ?, coach_id, 'open'
       FROM coach_member_list WHERE id = ?`,
    [at, packageId],
  );
  const [row] = await sql<{ id: unknown }>(
    'SELECT MAX(id) AS id FROM coach_approval WHERE member_id = ?',
    [id],
  );
  return Number(row?.id);
}
