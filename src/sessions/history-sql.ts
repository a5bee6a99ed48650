import type { StudioDay } from '../common/studio-day.js';
import { Conditions } from '../database/conditions.js';
import { columnsOf } from '../database/entity-sql.js';
import type { DbInstant } from '../database/instants.js';
import type { SharedTimes } from '../database/shared-times.js';
import { type Attendance, Usage, type UsageKind } from '../packages/usage.entity.js';
import { IS_UNRECONCILED, IS_USAGE } from '../packages/usage-sql.js';

/* Rows of a history in SQL, for the lists of rows and of lines: which, of whom, and as what. */

/** The packages that an operation is about: a member's, or those of the pair with a coach. */
export interface Pair {
  readonly memberId: number;
  readonly coachId?: number;
}

/** What to read of a history. Days are studio days, instants where those begin and end. */
export interface HistoryFilter extends Pair {
  readonly kind?: UsageKind;
  readonly attendance?: Attendance;
  readonly includeUndone: boolean;
  readonly from?: { day: StudioDay; startsAt: Date };
  readonly to?: { day: StudioDay; endsAt: Date };
  readonly after?: { at: string; id: number };
  readonly limit: number;
}

export const OWN_COLUMNS = columnsOf(Usage, 'u');
/** Rows that the legacy system has just written are known by their package alone. */
export const PACKAGES_COLUMNS = `p.member_id AS memberId, p.coach_id AS coachId,
  ${columnsOf(Usage, 'u', 'memberId', 'coachId')}`;

/** A row as the drivers return it. */
export type RawUsage = Omit<Usage, 'createdAt' | 'undoneAt'> & {
  createdAt: DbInstant;
  undoneAt: DbInstant | null;
};

/** Whose member and coach count: the row's own, or its package's where it names none. */
export type Owner = 'u' | 'p';

/** The rows of an owner: our own, or those that PHP has just written, with their packages. */
export const ROWS_OF: Readonly<Record<Owner, string>> = {
  u: `${OWN_COLUMNS} FROM coach_usage_history u`,
  p: `${PACKAGES_COLUMNS} FROM coach_member_list p
      JOIN coach_usage_history u ON u.coach_member_id = p.id AND ${IS_UNRECONCILED}`,
};

/** What `filter` asks for, but for the place in the list from which it goes on. */
export function conditionsOf(
  owner: Owner,
  filter: Omit<HistoryFilter, 'after' | 'limit'>,
  times: SharedTimes,
): Conditions {
  const { memberId, coachId, kind, attendance, includeUndone, from, to } = filter;
  const conditions = new Conditions()
    .and(`${owner}.member_id = ?`, memberId)
    .andIfGiven(`${owner}.coach_id = ?`, coachId)
    .andIfGiven('u.adjustment_type = ?', kind);
  if (attendance === 'attended') conditions.and(`${IS_USAGE} AND u.attended_as IS NULL`);
  else conditions.andIfGiven('u.attended_as = ?', attendance);
  if (!includeUndone) conditions.and('u.undone_at IS NULL');
  if (from) {
    const dayless = '(u.usage_date IS NULL AND u.created_at >= ?)';
    conditions.and(`(u.usage_date >= ? OR ${dayless})`, from.day, times.toDb(from.startsAt));
  }
  if (to) {
    const dayless = '(u.usage_date IS NULL AND u.created_at < ?)';
    conditions.and(`(u.usage_date <= ? OR ${dayless})`, to.day, times.toDb(to.endsAt));
  }
  return conditions;
}

/** The row, with its times as instants. */
export function usageOf(raw: RawUsage, times: SharedTimes): Usage {
  return {
    ...raw,
    createdAt: times.madeAt(raw.createdAt),
    undoneAt: times.fromDbOrNull(raw.undoneAt),
  };
}
