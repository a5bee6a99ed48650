import type { MemberFilter } from '../data/queries.js';

/** The address of the members list, narrowed to what is named. */
export function membersAddress(
  attention: MemberFilter['attention'],
  coachId: number | undefined,
): string {
  const query = new URLSearchParams({
    ...(attention === undefined ? {} : { attention }),
    ...(coachId === undefined ? {} : { coachId: String(coachId) }),
  });
  return query.size === 0 ? '/' : `/?${query.toString()}`;
}
