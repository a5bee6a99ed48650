import { Conditions } from '../database/conditions.js';
import type { SharedTimes } from '../database/shared-times.js';
import { placeholders } from '../database/tx.js';
import type { Action, Outcome } from './actions.js';
import type { CoveredMembers } from './visible-members.js';

/* What to read of the activity log, which is called `a`, and by which conditions. */

/** A coach who reads the log. */
export interface ReadingCoach {
  readonly coachId: number;
  /** Whose packages they see: their own, and those of coaches for whom they stand in. */
  readonly seen: readonly CoveredMembers[];
  /** Whether what is said of no member is asked for, too. */
  readonly isOfAll: boolean;
}

/** What to read of the log; `memberIds` undefined means everybody's. */
export interface ActivityFilter {
  readonly memberIds?: readonly number[];
  /** Hides what concerns the same members' packages with other coaches, and strangers' attempts. */
  readonly reader?: ReadingCoach;
  readonly actorId?: number;
  readonly packageId?: number;
  readonly action?: Action;
  readonly outcome?: Outcome;
  readonly reasonCode?: string;
  readonly from?: Date;
  readonly until?: Date;
  readonly after?: { at: string; id: number };
  readonly limit: number;
}

/**
 * Refused and failed attempts have no coach. Those on a package or usage show only to who made
 * them; of others also those of people who surely reach the member: the member, and the front desk.
 */
export const OF_NO_COACH = `a.coach_id IS NULL
  AND (a.actor_id = ? OR (a.package_id IS NULL AND a.usage_id IS NULL AND (a.outcome = 'done'
    OR a.actor_id = a.member_id OR a.actor_role IN ('admin', 'staff'))))`;

const OF_COACHES = ['substitution.set', 'substitution.changed', 'substitution.ended'] as const;

/** That somebody stands in for the coach, or the coach for somebody: both are to find it. */
export const OF_NO_MEMBER = `a.member_id IS NULL AND a.coach_id = ? AND a.outcome = 'done'
  AND a.action IN (${OF_COACHES.map((action) => `'${action}'`).join(', ')})`;

/** Whether a filter may find any of these. */
export function mayBeOfNoMember({ action, outcome }: ActivityFilter): boolean {
  const isAmong = action === undefined || OF_COACHES.some((one) => one === action);
  return isAmong && (outcome === undefined || outcome === 'done');
}

/** What is asked for, but for the members and the place on the page's end. */
export function conditionsOf(filter: ActivityFilter, times: SharedTimes): Conditions {
  const { from, until, after } = filter;
  const conditions = new Conditions();
  conditions
    .andIfGiven('a.actor_id = ?', filter.actorId)
    .andIfGiven('a.package_id = ?', filter.packageId)
    .andIfGiven('a.action = ?', filter.action)
    .andIfGiven('a.outcome = ?', filter.outcome)
    .andIfGiven('a.reason_code = ?', filter.reasonCode)
    .andIfGiven('a.created_at >= ?', from && times.toDb(from))
    .andIfGiven('a.created_at < ?', until && times.toDb(until));
  if (after) {
    const later = 'a.created_at <= ? AND (a.created_at < ? OR a.id < ?)';
    conditions.and(later, after.at, after.at, after.id);
  }
  return conditions;
}

/** Of some members. Of many the server cannot go along in the order of time by a key of members. */
export function among(
  memberIds: readonly number[] | undefined,
  { byKey = memberIds?.length === 1 } = {},
): [condition: string, ...values: number[]] {
  if (!memberIds) return ['1 = 1'];
  return [`a.member_id${byKey ? '' : ' + 0'} IN (${placeholders(memberIds)})`, ...memberIds];
}
