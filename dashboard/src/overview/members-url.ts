import type { MemberFilter } from '../data/queries.js';

/** The URL of the members list with these filters. */
export function membersUrl(
  attention: MemberFilter['attention'],
  coachId: number | undefined,
): string {
  const query = new URLSearchParams({
    ...(attention === undefined ? {} : { attention }),
    ...(coachId === undefined ? {} : { coachId: String(coachId) }),
  });
  return query.size === 0 ? '/' : `/?${query.toString()}`;
}
