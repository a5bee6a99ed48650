import { Injectable } from '@nestjs/common';
import { Conditions } from '../database/conditions.js';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbId, idFromDb } from '../database/ids.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { ASSIGNED_MEMBER_IDS } from '../packages/package-sql.js';
import type { OpenCounts } from './approval-request-rules.js';
import { ApprovalRequest } from './approval-request.entity.js';

type RawRequest = Omit<
  ApprovalRequest,
  'id' | 'usageId' | 'expiresAt' | 'createdAt' | 'decidedAt' | 'doneUsageId'
> & {
  readonly id: DbId;
  readonly usageId: DbId | null;
  readonly expiresAt: DbInstant | null;
  readonly createdAt: DbInstant;
  readonly decidedAt: DbInstant | null;
  readonly doneUsageId: DbId | null;
};

/** Which requests to list; those asked after `since` can still be decided. */
export interface RequestFilter {
  readonly state?: 'open' | 'decided' | undefined;
  readonly since: Date;
  readonly memberId?: number | undefined;
  /** Those of a coach, about members to whom the coach is still assigned. */
  readonly coachId?: number | undefined;
  /** Those before this id. */
  readonly before?: number | undefined;
  readonly limit: number;
}

const COLUMNS = columnsOf(ApprovalRequest, 'r');
const BY_ID = `SELECT ${COLUMNS} FROM coach_approval r WHERE r.id = ?`;
const IS_OPEN = `r.state = 'open' AND r.created_at > ?`;

/** What coaches have asked the desk for. */
@Injectable()
export class ApprovalRequestsRepository {
  /** Newest first. */
  async list(tx: Tx, filter: RequestFilter): Promise<ApprovalRequest[]> {
    const { state, memberId, coachId, before, limit } = filter;
    const since = toDb(filter.since);
    const conditions = new Conditions();
    if (state === 'open') conditions.and(IS_OPEN, since);
    if (state === 'decided') conditions.and(`(r.state <> 'open' OR r.created_at <= ?)`, since);
    conditions
      .andIfGiven('r.member_id = ?', memberId)
      .andIfGiven('r.created_by = ?', coachId)
      .andIfGiven(`r.member_id IN (${ASSIGNED_MEMBER_IDS})`, coachId)
      .andIfGiven('r.id < ?', before);
    const rows = await tx.rows<RawRequest>(
      `SELECT ${COLUMNS} FROM coach_approval r ${conditions.where}
        ORDER BY r.id DESC LIMIT ${limit}`,
      conditions.values,
    );
    return rows.map(requestOf);
  }

  /** How many are open that stand in the way of one more; asked after `since`. */
  async countOpen(
    tx: Tx,
    { kind, createdBy, memberId, packageId, usageId }: AskedThing,
    since: Date,
  ): Promise<OpenCounts> {
    const row = await tx.row<Record<keyof OpenCounts, number | string | null>>(
      `SELECT SUM(CASE WHEN r.created_by = ? THEN 1 ELSE 0 END) AS ofCoach,
              SUM(CASE WHEN r.member_id = ? THEN 1 ELSE 0 END) AS ofMember,
              SUM(CASE WHEN r.kind = ? AND r.package_id = ? AND COALESCE(r.usage_id, 0) = ?
                       THEN 1 ELSE 0 END) AS ofThing
         FROM coach_approval r WHERE ${IS_OPEN}`,
      [createdBy, memberId, kind, packageId, usageId ?? 0, toDb(since)],
    );
    const { ofCoach, ofMember, ofThing } = row ?? {};
    return {
      ofCoach: Number(ofCoach ?? 0),
      ofMember: Number(ofMember ?? 0),
      ofThing: Number(ofThing ?? 0),
    };
  }

  /** One of them. */
  async find(tx: Tx, id: number): Promise<ApprovalRequest | undefined> {
    const raw = await tx.row<RawRequest>(BY_ID, [id]);
    return raw && requestOf(raw);
  }

  /** As `find`, and nobody else changes it until the end of the transaction. */
  async lock(tx: Tx, id: number): Promise<ApprovalRequest | undefined> {
    const [raw] = await tx.lockedRows<RawRequest>(BY_ID, [id]);
    return raw && requestOf(raw);
  }

  /** Adds one. */
  async insert(tx: Tx, row: Omit<ApprovalRequest, 'id'>): Promise<ApprovalRequest> {
    const { sql, values } = insertInto(ApprovalRequest, [row], UTC);
    const { insertId } = await tx.write(sql, values);
    return { ...row, id: insertId };
  }

  /** Keeps how a locked one was decided. */
  async setDecided(tx: Tx, one: ApprovalRequest): Promise<void> {
    await tx.write(
      `UPDATE coach_approval SET state = ?, decided_at = ?, decided_by = ?, decision_reason = ?,
              done_usage_id = ?
        WHERE id = ?`,
      [
        ...[one.state, one.decidedAt && toDb(one.decidedAt), one.decidedBy],
        ...[one.decisionReason, one.doneUsageId, one.id],
      ],
    );
  }
}

/** What a request is about. */
type AskedThing = Pick<
  ApprovalRequest,
  'kind' | 'createdBy' | 'memberId' | 'packageId' | 'usageId'
>;

function requestOf(raw: RawRequest): ApprovalRequest {
  const idOf = (id: DbId | null) => (id === null ? null : idFromDb(id));
  const instantOf = (instant: DbInstant | null) => (instant === null ? null : fromDb(instant));
  return {
    ...raw,
    id: idFromDb(raw.id),
    usageId: idOf(raw.usageId),
    expiresAt: instantOf(raw.expiresAt),
    createdAt: fromDb(raw.createdAt),
    decidedAt: instantOf(raw.decidedAt),
    doneUsageId: idOf(raw.doneUsageId),
  };
}
