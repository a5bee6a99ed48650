import { Injectable } from '@nestjs/common';
import type { Actor } from '../common/actor.js';
import type { Origin } from '../http/api-request.js';
import { Conditions } from '../database/conditions.js';
import type { DbInstant } from '../database/instants.js';
import type { SharedTimes } from '../database/shared-times.js';
import { placeholders, type SqlValue, type Tx } from '../database/tx.js';
import type { Action, Outcome } from './actions.js';
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

/** An activity row as it is read. */
export interface ActivityRow {
  readonly id: number;
  readonly at: Date;
  /** Where the row stands in the log: `created_at` as it is stored. */
  readonly position: string;
  readonly action: Action;
  readonly outcome: Outcome;
  readonly actorId: number | null;
  readonly actorRole: string | null;
  readonly memberId: number | null;
  readonly coachId: number | null;
  readonly packageId: number | null;
  readonly usageId: number | null;
  readonly reason: string | null;
  readonly code: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly requestId: string | null;
  readonly ip: string | null;
}

/** What to read of the log; `memberIds` undefined means everybody's. */
export interface ActivityFilter {
  readonly memberIds?: readonly number[];
  /** Hides what concerns the same members' packages with other coaches. */
  readonly onlyCoachId?: number;
  readonly actorId?: number;
  readonly packageId?: number;
  readonly action?: Action;
  readonly outcome?: Outcome;
  readonly from?: Date;
  readonly until?: Date;
  readonly after?: { at: string; id: number };
  readonly limit: number;
}

const COLUMNS = [
  ...['action', 'details', 'member_id', 'coach_id', 'created_at', 'actor_id', 'actor_role'],
  ...['outcome', 'package_id', 'usage_id', '`before`', '`after`', 'reason', 'code', 'status'],
  ...['method', 'route', 'request_id', 'ip', 'user_agent'],
];

/** The activity log: rows are added and read, never changed. */
@Injectable()
export class ActivityRepository {
  /** Adds rows in one statement; there is no method that changes or removes any. */
  async insert(tx: Tx, activities: readonly NewActivity[]): Promise<void> {
    const row = `(${placeholders(COLUMNS)})`;
    await tx.write(
      `INSERT INTO admin_activity_log (${COLUMNS.join(', ')})
       VALUES ${activities.map(() => row).join(', ')}`,
      activities.flatMap((activity) => valuesOf(activity, tx.times)),
    );
  }

  /** The packages that changed since an instant, each once; `limit` bounds a very busy moment. */
  async findChangedPackages(tx: Tx, since: Date, limit: number): Promise<number[]> {
    const rows = await tx.rows<{ id: number }>(
      `SELECT DISTINCT package_id AS id FROM admin_activity_log
        WHERE created_at >= ? AND package_id IS NOT NULL AND outcome = 'done' LIMIT ${limit}`,
      [tx.times.toDb(since)],
    );
    return rows.map((row) => row.id);
  }

  /** Newest first. */
  async find(tx: Tx, filter: ActivityFilter): Promise<ActivityRow[]> {
    const { where, values } = conditionsOf(filter, tx.times);
    const rows = await tx.rows<RawActivity>(
      `SELECT a.id, a.created_at, a.action, a.outcome, a.actor_id, a.actor_role, a.member_id,
              a.coach_id, a.package_id, a.usage_id, a.reason, a.code, a.\`before\`, a.\`after\`,
              a.request_id, a.ip
         FROM admin_activity_log a ${where}
        ORDER BY a.created_at DESC, a.id DESC LIMIT ${filter.limit}`,
      values,
    );
    return rows.map((raw) => rowOf(raw, tx.times));
  }
}

function valuesOf(activity: NewActivity, times: SharedTimes): SqlValue[] {
  const { actor, origin } = activity;
  return [
    activity.action,
    detailsOf(activity),
    activity.memberId ?? null,
    activity.coachId ?? null,
    times.toDb(activity.at),
    actor.id,
    actor.role,
    activity.outcome,
    activity.packageId ?? null,
    activity.usageId ?? null,
    toJson(activity.before),
    toJson(activity.after),
    activity.reason ?? null,
    activity.code ?? null,
    activity.status,
    ...valuesOfOrigin(origin),
  ];
}

function valuesOfOrigin(origin: Origin | undefined): SqlValue[] {
  if (!origin) return [null, null, null, null, null];
  return [origin.method, origin.route, origin.requestId, origin.ip, origin.userAgent];
}

function detailsOf({ action, outcome, code, packageId, usageId }: NewActivity): string {
  const about = [packageId && `package ${packageId}`, usageId && `usage ${usageId}`, code];
  return [action, outcome, ...about.filter(Boolean)].join(', ');
}

function toJson(value: object | null | undefined): string | null {
  return value ? JSON.stringify(value) : null;
}

interface RawActivity {
  id: number;
  created_at: DbInstant;
  action: Action;
  outcome: Outcome;
  actor_id: number | null;
  actor_role: string | null;
  member_id: number | null;
  coach_id: number | null;
  package_id: number | null;
  usage_id: number | null;
  reason: string | null;
  code: string | null;
  before: string | null;
  after: string | null;
  request_id: string | null;
  ip: string | null;
}

function conditionsOf(filter: ActivityFilter, times: SharedTimes): Conditions {
  const { memberIds, onlyCoachId, from, until, after } = filter;
  const conditions = new Conditions();
  if (memberIds) conditions.and(`a.member_id IN (${placeholders(memberIds)})`, ...memberIds);
  if (onlyCoachId !== undefined) {
    // Refused attempts have no coach: those on a package or usage show only to who made them.
    const aboutMember = 'a.package_id IS NULL AND a.usage_id IS NULL';
    const ofNoCoach = `a.coach_id IS NULL AND (a.actor_id = ? OR (${aboutMember}))`;
    conditions.and(`(a.coach_id = ? OR (${ofNoCoach}))`, onlyCoachId, onlyCoachId);
  }
  conditions
    .andIfGiven('a.actor_id = ?', filter.actorId)
    .andIfGiven('a.package_id = ?', filter.packageId)
    .andIfGiven('a.action = ?', filter.action)
    .andIfGiven('a.outcome = ?', filter.outcome)
    .andIfGiven('a.created_at >= ?', from && times.toDb(from))
    .andIfGiven('a.created_at < ?', until && times.toDb(until));
  if (after) {
    const later = '(a.created_at < ? OR (a.created_at = ? AND a.id < ?))';
    conditions.and(later, after.at, after.at, after.id);
  }
  return conditions;
}

function rowOf(raw: RawActivity, times: SharedTimes): ActivityRow {
  return {
    id: raw.id,
    at: times.madeAt(raw.created_at),
    position: times.textOf(raw.created_at),
    action: raw.action,
    outcome: raw.outcome,
    actorId: raw.actor_id,
    actorRole: raw.actor_role,
    memberId: raw.member_id,
    coachId: raw.coach_id,
    packageId: raw.package_id,
    usageId: raw.usage_id,
    reason: raw.reason,
    code: raw.code,
    before: fromJson(raw.before),
    after: fromJson(raw.after),
    requestId: raw.request_id,
    ip: raw.ip,
  };
}

function fromJson(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
