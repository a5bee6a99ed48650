import type { Studio } from './studio.js';

interface PhpSale {
  readonly member: { readonly id: number };
  readonly coach: { readonly id: number };
  readonly rateType: 'package' | 'monthly' | 'per_session';
  readonly remaining: number | null;
  readonly status?: 'active' | 'expired';
}

/** A subscription as PHP writes it: approved by both sides, without a date, not in our books. */
export async function soldByPhp({ sql }: Studio, sale: PhpSale): Promise<number> {
  const { member, coach, rateType, remaining, status = 'active' } = sale;
  await sql(
    `INSERT INTO coach_member_list (coach_id, member_id, status, coach_approval, staff_approval,
       requested_at, remaining_sessions, rate_type)
     VALUES (?, ?, ?, 'approved', 'approved', '2026-03-09 08:00:00', ?, ?)`,
    [coach.id, member.id, status, remaining, rateType],
  );
  const rows = await sql<{ id: number }>('SELECT MAX(id) AS id FROM coach_member_list');
  return rows[0]?.id ?? 0;
}
