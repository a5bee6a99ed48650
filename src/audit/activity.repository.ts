import { Injectable } from '@nestjs/common';
import type { Role } from '../common/actor.js';
import type { Actor } from '../common/actor.js';
import type { Origin } from '../http/api-request.js';
import { Conditions } from '../database/conditions.js';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import type { DbInstant } from '../database/instants.js';
import type { SharedTimes } from '../database/shared-times.js';
import type { Tx } from '../database/tx.js';
import type { Action, Outcome } from './actions.js';
import { Activity } from './activity.entity.js';
import type { Change } from './audited-work.js';
import {
  type ActivityFilter,
  among,
  conditionsOf,
  mayBeOfNoMember,
  OF_NO_COACH,
  OF_NO_MEMBER,
  type ReadingCoach,
} from './activity-sql.js';

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
    const { reader, memberIds, limit } = filter;
    if (reader) return this.findOfCoach(tx, filter, reader);
    return this.page(tx, conditionsOf(filter, tx.times).and(...among(memberIds)), limit);
  }

  private async findOfCoach(
    tx: Tx,
    filter: ActivityFilter,
    { coachId, isOfAll, seen }: ReadingCoach,
  ): Promise<ActivityRow[]> {
    const { limit } = filter;
    const asked = () => conditionsOf(filter, tx.times);
    const memberIds = [...new Set(seen.flatMap((one) => one.memberIds))];
    // One key has the order of time for what is with a coach, and another finds the few that are
    // with nobody. Asked for both at once, the server walks along everybody's.
    const theirs = seen
      .filter((one) => one.memberIds.length > 0)
      .map((one) =>
        asked()
          .and('a.coach_id = ?', one.coachId)
          .and(...among(one.memberIds)),
      );
    const rows = await this.pages(tx, theirs, limit);
    const since = rows.length < limit ? undefined : rows.at(-1)?.position;
    const others = [
      ...(isOfAll && mayBeOfNoMember(filter) ? [asked().and(OF_NO_MEMBER, coachId)] : []),
      ...(memberIds.length > 0
        ? [
            asked()
              .and(...among(memberIds, { byKey: true }))
              .and(OF_NO_COACH, coachId),
          ]
        : []),
    ].map((one) => one.andIfGiven('a.created_at >= ?', since));
    rows.push(...(await this.pages(tx, others, limit)));
    return rows.toSorted(newestFirst).slice(0, limit);
  }

  /** The newest of several, issued together. */
  private async pages(
    tx: Tx,
    conditions: readonly Conditions[],
    limit: number,
  ): Promise<ActivityRow[]> {
    const found = await Promise.all(conditions.map((one) => this.page(tx, one, limit)));
    return found.flat().toSorted(newestFirst).slice(0, limit);
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
