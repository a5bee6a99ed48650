import type { AccessRule } from '../http/access.js';

/** Whoever is signed in: it tells nothing about anybody. */
export const ANYBODY: AccessRule = { admin: 'all', staff: 'all', coach: 'all', member: 'all' };

/** Whoever may see the member. */
export const WHO_SEES: AccessRule = {
  admin: 'all',
  staff: 'all',
  coach: 'assigned',
  member: 'self',
};

/** The people who work here; a coach for the members assigned to the coach. */
export const WHO_CORRECTS: AccessRule = { admin: 'all', staff: 'all', coach: 'assigned' };
