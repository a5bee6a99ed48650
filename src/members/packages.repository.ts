import { Injectable } from '@nestjs/common';
import type { DbInstant } from '../database/instants.js';
import type { SharedTimes } from '../database/shared-times.js';
import { placeholders, TryAgain, type SqlValue, type Tx } from '../database/tx.js';
import type { LegacyStatus, Package } from './package.entity.js';

const COLUMNS = `id, coach_id AS coachId, member_id AS memberId, status,
  coach_approval AS coachApproval, staff_approval AS staffApproval,
  requested_at AS requestedAt, coach_approved_at AS coachApprovedAt,
  staff_approved_at AS staffApprovedAt, payment_received AS paymentReceived,
  handled_by_coach AS handledByCoach, handled_by_staff AS handledByStaff,
  expires_at AS expiresAt, remaining_sessions AS remaining, rate_type AS rateType,
  granted_sessions AS granted, version`;

/** A package as the drivers return it. */
type RawPackage = Omit<
  Package,
  'requestedAt' | 'coachApprovedAt' | 'staffApprovedAt' | 'expiresAt'
> & {
  requestedAt: DbInstant;
  coachApprovedAt: DbInstant | null;
  staffApprovedAt: DbInstant | null;
  expiresAt: DbInstant | null;
};

/** Packages: the rows of `coach_member_list`. */
@Injectable()
export class PackagesRepository {
  /** All packages of a member, or of a member with one coach, by rising id. */
  async find(tx: Tx, memberId: number, coachId?: number): Promise<Package[]> {
    return this.select(tx, memberId, coachId, '');
  }

  /**
   * As `find`, and keeps others from changing them until the end of the transaction. Locked by
   * member alone: asked for both, the server intersects two indexes, locks the rows of all the
   * coach's members on the way, and deadlocks.
   */
  async lock(tx: Tx, memberId: number, coachId?: number): Promise<Package[]> {
    const packages = await this.select(tx, memberId, undefined, tx.forUpdate);
    return packages.filter((one) => coachId === undefined || one.coachId === coachId);
  }

  /** One package, kept from being changed by others until the end of the transaction. */
  async lockOne(tx: Tx, id: number): Promise<Package | undefined> {
    const raw = await tx.row<RawPackage>(
      `SELECT ${COLUMNS} FROM coach_member_list WHERE id = ?${tx.forUpdate}`,
      [id],
    );
    return raw && packageOf(raw, tx.times);
  }

  /** Packages of several members, for lists. */
  async findOfMembers(tx: Tx, memberIds: readonly number[], coachId?: number): Promise<Package[]> {
    const { sql, values } = ofCoach(coachId);
    const rows = await tx.rows<RawPackage>(
      `SELECT ${COLUMNS} FROM coach_member_list
        WHERE member_id IN (${placeholders(memberIds)})${sql} ORDER BY id`,
      [...memberIds, ...values],
    );
    return rows.map((raw) => packageOf(raw, tx.times));
  }

  /** Adds a package as it is given, and gives it back with its id. */
  async insert(tx: Tx, one: Omit<Package, 'id'>): Promise<Package> {
    const { insertId } = await tx.write(
      `INSERT INTO coach_member_list
         (coach_id, member_id, status, coach_approval, staff_approval, requested_at,
          coach_approved_at, staff_approved_at, payment_received, handled_by_coach,
          handled_by_staff, expires_at, remaining_sessions, rate_type, granted_sessions, version)
       VALUES (${placeholders(new Array(16).fill(0))})`,
      [
        one.coachId,
        one.memberId,
        one.status,
        one.coachApproval,
        one.staffApproval,
        tx.times.toDb(one.requestedAt),
        one.coachApprovedAt && tx.times.toDb(one.coachApprovedAt),
        one.staffApprovedAt && tx.times.toDb(one.staffApprovedAt),
        one.paymentReceived,
        one.handledByCoach,
        one.handledByStaff,
        one.expiresAt && tx.times.toDb(one.expiresAt),
        one.remaining,
        one.rateType,
        one.granted,
        one.version,
      ],
    );
    return { ...one, id: insertId };
  }

  /** Moves the balance by a signed number; NULL is 0. Its condition holds against any writer. */
  async moveBalance(tx: Tx, id: number, by: number, status: LegacyStatus): Promise<void> {
    const { affected } = await tx.write(
      `UPDATE coach_member_list
          SET remaining_sessions = COALESCE(remaining_sessions, 0) + ?, version = version + 1,
              status = ?
        WHERE id = ? AND COALESCE(remaining_sessions, 0) + ? >= 0`,
      [by, status, id, by],
    );
    if (affected !== 1) throw new TryAgain(`the balance of package ${id} changed meanwhile`);
  }

  /** Writes the terms of a package: approvals, date and status, and raises its version. */
  async changeTerms(tx: Tx, one: Package): Promise<void> {
    await tx.write(
      `UPDATE coach_member_list
          SET coach_approval = ?, staff_approval = ?, coach_approved_at = ?, staff_approved_at = ?,
              expires_at = ?, status = ?, version = version + 1
        WHERE id = ?`,
      [
        one.coachApproval,
        one.staffApproval,
        one.coachApprovedAt && tx.times.toDb(one.coachApprovedAt),
        one.staffApprovedAt && tx.times.toDb(one.staffApprovedAt),
        one.expiresAt && tx.times.toDb(one.expiresAt),
        one.status,
        one.id,
      ],
    );
  }

  private async select(
    tx: Tx,
    memberId: number,
    coachId: number | undefined,
    lock: string,
  ): Promise<Package[]> {
    const { sql, values } = ofCoach(coachId);
    const rows = await tx.rows<RawPackage>(
      `SELECT ${COLUMNS} FROM coach_member_list WHERE member_id = ?${sql} ORDER BY id${lock}`,
      [memberId, ...values],
    );
    return rows.map((raw) => packageOf(raw, tx.times));
  }
}

function ofCoach(coachId: number | undefined): { sql: string; values: SqlValue[] } {
  return coachId === undefined
    ? { sql: '', values: [] }
    : { sql: ' AND coach_id = ?', values: [coachId] };
}

function packageOf(raw: RawPackage, times: SharedTimes): Package {
  return {
    ...raw,
    requestedAt: times.fromDb(raw.requestedAt),
    coachApprovedAt: times.fromDbOrNull(raw.coachApprovedAt),
    staffApprovedAt: times.fromDbOrNull(raw.staffApprovedAt),
    expiresAt: times.fromDbOrNull(raw.expiresAt),
  };
}
