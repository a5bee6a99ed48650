import { Injectable } from '@nestjs/common';
import type { Role } from '../common/actor.js';
import type { Actor } from '../common/actor.js';
import type { Origin } from '../http/api-request.js';
import { Conditions } from '../database/conditions.js';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import type { DbInstant } from '../database/instants.js';
import type { SharedTimes } from '../database/shared-times.js';
import { placeholders, type Tx } from '../database/tx.js';
import type { Action, Outcome } from './actions.js';
import { Activity } from './activity.entity.js';
import type { Change } from './audited-work.js';

/** An activity row to be written. */
export interface NewActivity extends Change {
  readonly action: Action;
  readonly actor: Actor;
  readonly at: Date;
  readonly outcome: Outcome;
  readonly status: number;
  readonly code?: string;
  readonly origin?: Origin;
}

/** Columns that no answer shows. */
const NOT_READ = ['details', 'status', 'method', 'route', 'userAgent'] as const;
const COLUMNS = columnsOf(Activity, 'a', ...NOT_READ);

/** An activity row as the drivers return it. */
type RawActivity = Omit<Activity, (typeof NOT_READ)[number] | 'createdAt'> & {
  readonly createdAt: DbInstant;
};

/** An activity row as it is read. */
export interface ActivityRow extends Omit<RawActivity, 'createdAt' | 'before' | 'after'> {
  readonly at: Date;
  /** Where the row stands in the log: `created_at` as it is stored. */
  readonly position: string;
  readonly before: unknown;
  readonly after: unknown;
  /** How many refusals it stands for, where it is not one. */
  readonly repetitions: number | null;
}

/** What to read of the log; `memberIds` undefined means everybody's. */
export interface ActivityFilter {
  readonly memberIds?: readonly number[];
  /** Hides what concerns the same members' packages with other coaches, and strangers' attempts. */
  readonly onlyCoachId?: number;
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

/** The activity log: rows are added and read, never changed. */
@Injectable()
export class ActivityRepository {
  /** Adds rows in one statement, by the end of `tx`; no method changes or removes any. */
  insert(tx: Tx, activities: readonly NewActivity[]): void {
    const rows = activities.map(rowToInsert);
    const { sql, values } = insertInto(Activity, rows, tx.times);
    tx.writeUnwatched(sql, values);
  }

  /** Whether the row of a request is there already: of an earlier try whose COMMIT was lost. */
  async hasRowOf(tx: Tx, { action, outcome, at, origin }: NewActivity): Promise<boolean> {
    const rows = await tx.rows<{ id: number }>(
      `SELECT id FROM admin_activity_log
        WHERE outcome = ? AND created_at = ? AND action = ? AND request_id = ? LIMIT 1`,
      [outcome, tx.times.toDb(at), action, origin?.requestId ?? null],
    );
    return rows.length > 0;
  }

  /** What the done changes of a package were that people of a role made, by the key of packages. */
  async findPackageChanges(
    tx: Tx,
    packageId: number,
    role: Role,
  ): Promise<Pick<ActivityRow, 'before' | 'after'>[]> {
    const rows = await tx.rows<Pick<RawActivity, 'before' | 'after'>>(
      `SELECT a.before, a.after FROM admin_activity_log a
        WHERE a.package_id = ? AND a.action = 'package.changed' AND a.outcome = 'done'
          AND a.actor_role = ?`,
      [packageId, role],
    );
    return rows.map(({ before, after }) => ({ before: fromJson(before), after: fromJson(after) }));
  }

  /** Newest first. */
  async find(tx: Tx, filter: ActivityFilter): Promise<ActivityRow[]> {
    const { onlyCoachId, memberIds, limit } = filter;
    if (onlyCoachId === undefined) {
      return this.page(tx, conditionsOf(filter, tx.times).and(...among(memberIds)), limit);
    }
    // One key has the order of time for what is with the coach, and another finds the few that are
    // with nobody. Asked for both at once, the server walks along everybody's.
    const own = conditionsOf(filter, tx.times).and('a.coach_id = ?', onlyCoachId);
    const rows = await this.page(tx, own.and(...among(memberIds)), limit);
    const other = conditionsOf(filter, tx.times)
      .and(...among(memberIds, { byKey: true }))
      .and(OF_NO_COACH, onlyCoachId)
      .andIfGiven('a.created_at >= ?', rows.length < limit ? undefined : rows.at(-1)?.position);
    rows.push(...(await this.page(tx, other, limit)));
    return rows.toSorted(newestFirst).slice(0, limit);
  }

  /** The rows of a page are read when it is known which they are: walking along keys reads none. */
  private async page(tx: Tx, conditions: Conditions, limit: number): Promise<ActivityRow[]> {
    const rows = await tx.rows<RawActivity>(
      `SELECT ${COLUMNS}
         FROM (SELECT a.id FROM admin_activity_log a ${conditions.where}
                ORDER BY a.created_at DESC, a.id DESC LIMIT ${limit}) page
         JOIN admin_activity_log a ON a.id = page.id
        ORDER BY a.created_at DESC, a.id DESC`,
      conditions.values,
    );
    return rows.map((raw) => rowOf(raw, tx.times));
  }
}

/**
 * Refused and failed attempts have no coach. Those on a package or usage show only to who made
 * them; of others also those of people who surely reach the member: the member, and the front desk.
 */
const OF_NO_COACH = `a.coach_id IS NULL
  AND (a.actor_id = ? OR (a.package_id IS NULL AND a.usage_id IS NULL AND (a.outcome = 'done'
    OR a.actor_id = a.member_id OR a.actor_role IN ('admin', 'staff'))))`;

function rowToInsert(activity: NewActivity): Omit<Activity, 'id'> {
  const { actor, origin } = activity;
  return {
    action: activity.action,
    details: detailsOf(activity),
    memberId: activity.memberId ?? null,
    coachId: activity.coachId ?? null,
    createdAt: activity.at,
    actorId: actor.id,
    actorRole: actor.role,
    outcome: activity.outcome,
    packageId: activity.packageId ?? null,
    usageId: activity.usageId ?? null,
    before: toJson(activity.before),
    after: toJson(activity.after),
    reason: activity.reason ?? null,
    reasonCode: activity.reasonCode ?? null,
    code: activity.code ?? null,
    status: activity.status,
    ...(origin ?? NO_ORIGIN),
  };
}

const NO_ORIGIN = { method: null, route: null, requestId: null, ip: null, userAgent: null };

function detailsOf({ action, outcome, code, packageId, usageId }: NewActivity): string {
  const about = [packageId && `package ${packageId}`, usageId && `usage ${usageId}`, code];
  return [action, outcome, ...about.filter(Boolean)].join(', ');
}

function toJson(value: object | null | undefined): string | null {
  return value ? JSON.stringify(value) : null;
}

function conditionsOf(filter: ActivityFilter, times: SharedTimes): Conditions {
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
function among(
  memberIds: readonly number[] | undefined,
  { byKey = memberIds?.length === 1 } = {},
): [condition: string, ...values: number[]] {
  if (!memberIds) return ['1 = 1'];
  return [`a.member_id${byKey ? '' : ' + 0'} IN (${placeholders(memberIds)})`, ...memberIds];
}

function newestFirst(a: ActivityRow, b: ActivityRow): number {
  if (a.position === b.position) return b.id - a.id;
  return a.position < b.position ? 1 : -1;
}

function rowOf({ createdAt, before, after, ...row }: RawActivity, times: SharedTimes): ActivityRow {
  const is = fromJson(after);
  const repetitions = row.outcome === 'done' ? null : repetitionsIn(is);
  return {
    ...row,
    at: times.madeAt(createdAt),
    position: times.textOf(createdAt),
    before: fromJson(before),
    after: repetitions === null ? is : null,
    repetitions,
  };
}

/** As `RefusalCounts` writes it: a refusal itself has nothing before or after. */
function repetitionsIn(state: unknown): number | null {
  const { repetitions = null } = (state ?? {}) as { repetitions?: number };
  return repetitions;
}

function fromJson(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
