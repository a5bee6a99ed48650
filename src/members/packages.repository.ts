import { Injectable } from '@nestjs/common';
import type { DbInstant } from '../database/instants.js';
import type { SharedTimes } from '../database/shared-times.js';
import { placeholders, TryAgain, type SqlValue, type Tx } from '../database/tx.js';
import type { LegacyStatus, Package } from './package.entity.js';

export const PACKAGE_COLUMNS = `id, coach_id AS coachId, member_id AS memberId, status,
  coach_approval AS coachApproval, staff_approval AS staffApproval,
  requested_at AS requestedAt, coach_approved_at AS coachApprovedAt,
  staff_approved_at AS staffApprovedAt, payment_received AS paymentReceived,
  handled_by_coach AS handledByCoach, handled_by_staff AS handledByStaff,
  expires_at AS expiresAt, remaining_sessions AS remaining, rate_type AS rateType,
  granted_sessions AS granted, booked_sessions AS booked, version`;

/** Whether another program has written usages of the package that are not in our books. */
const HAS_FOREIGN_ROWS = `EXISTS (SELECT 1 FROM coach_session_usage u
  WHERE u.coach_member_id = coach_member_list.id AND u.member_id IS NULL) AS hasForeignUsages`;

/** A package kept from being changed by others, and whether its books lag behind. */
export interface LockedPackage extends Package {
  readonly hasForeignUsages: boolean;
}

/** A package that our books have to follow. */
export type BehindPackage = Pick<Package, 'id' | 'memberId' | 'remaining' | 'version'>;

/** A package as the drivers return it. */
export type RawPackage = Omit<
  Package,
  'requestedAt' | 'coachApprovedAt' | 'staffApprovedAt' | 'expiresAt'
> & {
  requestedAt: DbInstant | null;
  coachApprovedAt: DbInstant | null;
  staffApprovedAt: DbInstant | null;
  expiresAt: DbInstant | null;
};

/** Packages: the rows of `coach_member_list`. */
@Injectable()
export class PackagesRepository {
  /** All packages of a member, or of a member with one coach, by rising id. */
  async find(tx: Tx, memberId: number, coachId?: number): Promise<Package[]> {
    const { sql, values } = ofCoach(coachId);
    const rows = await tx.rows<RawPackage>(
      `SELECT ${PACKAGE_COLUMNS} FROM coach_member_list WHERE member_id = ?${sql} ORDER BY id`,
      [memberId, ...values],
    );
    return rows.map((raw) => packageOf(raw, tx.times));
  }

  /**
   * As `find`, and keeps others from changing them until the end of the transaction. Locked by
   * member alone: asked for both, the server intersects two indexes, locks the rows of all the
   * coach's members on the way, and deadlocks.
   */
  async lock(tx: Tx, memberId: number, coachId?: number): Promise<LockedPackage[]> {
    const rows = await tx.rows<RawLocked>(
      `SELECT ${PACKAGE_COLUMNS}, ${HAS_FOREIGN_ROWS} FROM coach_member_list
        WHERE member_id = ? ORDER BY id${tx.forUpdate}`,
      [memberId],
    );
    const packages = rows.map((raw) => lockedOf(raw, tx.times));
    return packages.filter((one) => coachId === undefined || one.coachId === coachId);
  }

  /** One package, kept from being changed by others until the end of the transaction. */
  async lockOne(tx: Tx, id: number): Promise<LockedPackage | undefined> {
    const raw = await tx.row<RawLocked>(
      `SELECT ${PACKAGE_COLUMNS}, ${HAS_FOREIGN_ROWS}
         FROM coach_member_list WHERE id = ?${tx.forUpdate}`,
      [id],
    );
    return raw && lockedOf(raw, tx.times);
  }

  /** Packages by rising id that another program has changed since our books last left them. */
  async findBehind(tx: Tx, afterId: number, limit: number): Promise<BehindPackage[]> {
    return tx.rows<BehindPackage>(
      `SELECT id, member_id AS memberId, remaining_sessions AS remaining, version
         FROM coach_member_list
        WHERE id > ? AND ((rate_type = 'package' AND (version = 0 OR booked_sessions IS NULL
                            OR booked_sessions <> COALESCE(remaining_sessions, 0)))
           OR id IN (SELECT coach_member_id FROM coach_session_usage WHERE member_id IS NULL))
        ORDER BY id LIMIT ${limit}`,
      [afterId],
    );
  }

  /** Packages of several members, for lists. */
  async findOfMembers(tx: Tx, memberIds: readonly number[], coachId?: number): Promise<Package[]> {
    const { sql, values } = ofCoach(coachId);
    const rows = await tx.rows<RawPackage>(
      `SELECT ${PACKAGE_COLUMNS} FROM coach_member_list
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
          handled_by_staff, expires_at, remaining_sessions, rate_type, granted_sessions,
          booked_sessions, version)
       VALUES (${placeholders(new Array(17).fill(0))})`,
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
        one.booked,
        one.version,
      ],
    );
    return { ...one, id: insertId };
  }

  /**
   * Moves the balance by a signed number; NULL is 0. Its condition holds against any writer. What
   * is booked is set first: some databases see in later assignments what earlier ones did.
   */
  async moveBalance(tx: Tx, id: number, by: number, status: LegacyStatus): Promise<void> {
    const { affected } = await tx.write(
      `UPDATE coach_member_list
          SET booked_sessions = COALESCE(remaining_sessions, 0) + ?,
              remaining_sessions = COALESCE(remaining_sessions, 0) + ?, version = version + 1,
              status = ?
        WHERE id = ? AND COALESCE(remaining_sessions, 0) + ? >= 0`,
      [by, by, status, id, by],
    );
    if (affected !== 1) throw new TryAgain(`the balance of package ${id} changed meanwhile`);
  }

  /** Notes how far the books are; the balance itself stays as it is. */
  async setBooks(
    tx: Tx,
    id: number,
    books: Pick<Package, 'granted' | 'booked' | 'version'>,
  ): Promise<void> {
    await tx.write(
      `UPDATE coach_member_list SET granted_sessions = ?, booked_sessions = ?, version = ?
        WHERE id = ?`,
      [books.granted, books.booked, books.version, id],
    );
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
}

function ofCoach(coachId: number | undefined): { sql: string; values: SqlValue[] } {
  return coachId === undefined
    ? { sql: '', values: [] }
    : { sql: ' AND coach_id = ?', values: [coachId] };
}

const LONG_AGO = new Date(0);

type RawLocked = RawPackage & { hasForeignUsages: number };

function lockedOf({ hasForeignUsages, ...raw }: RawLocked, times: SharedTimes): LockedPackage {
  return { ...packageOf(raw, times), hasForeignUsages: hasForeignUsages > 0 };
}

/** The package of a row. */
export function packageOf(raw: RawPackage, times: SharedTimes): Package {
  const coachApprovedAt = times.fromDbOrNull(raw.coachApprovedAt);
  const staffApprovedAt = times.fromDbOrNull(raw.staffApprovedAt);
  return {
    ...raw,
    // The legacy system leaves it out now and then; then the package is as old as its approval.
    requestedAt:
      times.fromDbOrNull(raw.requestedAt) ?? coachApprovedAt ?? staffApprovedAt ?? LONG_AGO,
    coachApprovedAt,
    staffApprovedAt,
    expiresAt: times.fromDbOrNull(raw.expiresAt),
  };
}
