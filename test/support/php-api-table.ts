import { COACH_API, PAGE } from './old-app.js';

/** Who may do what by the old scripts: admin, staff, coach, member. */
export const PHP_API_TABLE: Record<string, string> = {
  [`GET ${PAGE}/test`]: 'all all all all',
  [`GET ${PAGE}/get-session-history`]: 'all all assigned self',
  [`GET ${PAGE}/get-member-session-info`]: 'all all assigned self',
  [`POST ${PAGE}/undo-session-usage`]: 'all all assigned –',
  [`POST ${PAGE}/adjust-session-count`]: 'all all assigned –',
  [`POST ${PAGE}/add-session-usage`]: 'all all assigned –',
  [`GET ${PAGE}/invalid-action`]: 'all all all all',
  [`GET ${PAGE}/post-required`]: 'all all all all',
  [`POST ${COACH_API}/deduct-session`]: 'all all assigned self',
  [`GET ${COACH_API}/get-remaining-sessions`]: 'all all assigned self',
  [`GET ${COACH_API}/check-session-availability`]: 'all all assigned self',
  [`GET ${COACH_API}/invalid-action`]: 'all all all all',
  [`GET ${COACH_API}/post-required`]: 'all all all all',
};

/** Whether a route belongs to one of the scripts. */
export function isPhpApiRoute(path: string): boolean {
  return path.startsWith(`${PAGE}/`) || path.startsWith(`${COACH_API}/`);
}
