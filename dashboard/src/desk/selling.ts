import { useQuery } from '@tanstack/react-query';
import type { CoachDto, StudioDto, UserDto } from '../api/generated/types.gen.js';
import { coachesQuery } from '../data/queries.js';

/** Whether the person may sell packages: the front desk, and coaches where the studio has them. */
export function maySell(
  { role }: Pick<UserDto, 'role'>,
  { rules }: Pick<StudioDto, 'rules'>,
): boolean {
  return role === 'admin' || role === 'staff' || (role === 'coach' && rules.coachSales !== 'off');
}

/** Whether what the person sells waits for the front desk. */
export function isAsking(
  { role }: Pick<UserDto, 'role'>,
  { rules }: Pick<StudioDto, 'rules'>,
): boolean {
  return role === 'coach' && rules.coachSales === 'request';
}

/** With whom the person can sell sessions: coaches with themselves, who may list no others. */
export function useSellingCoaches(
  user: UserDto,
): readonly Pick<CoachDto, 'id' | 'firstName' | 'lastName'>[] {
  const isCoach = user.role === 'coach';
  const { data } = useQuery({ ...coachesQuery(), enabled: !isCoach });
  return isCoach ? [user] : (data?.data ?? []);
}
