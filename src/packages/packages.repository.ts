import { Injectable } from '@nestjs/common';
import { insertInto } from '../database/entity-sql.js';
import { type IdPage, type IdRange, nextIds } from '../database/id-ranges.js';
import { placeholders, TryAgain, type SqlValue, type Tx } from '../database/tx.js';
import { type LegacyStatus, Package } from './package.entity.js';
import { PACKAGE_COLUMNS, packageOf, type RawPackage } from './package-row.js';
import { isBooked } from './package-rules.js';
import { isCounted } from './package-sql.js';
import { IS_UNRECONCILED } from './usage-sql.js';

/** Whether PHP has written usages of the package that are not in our books. */
const HAS_UNRECONCILED_ROWS = `EXISTS (SELECT 1 FROM coach_usage_history u
  WHERE u.coach_member_id = p.id AND ${IS_UNRECONCILED}) AS hasUnreconciledUsages`;

/** A package kept from being changed by others, and whether its books lag behind. */
export interface LockedPackage extends Package {
  readonly hasUnreconciledUsages: boolean;
}

/** A package that our books have to follow. */
export type BehindPackage = Pick<Package, 'id' | 'memberId' | 'remaining' | 'version'>;

/** Packages: the rows of `coach_member_list`. */
@Injectable()
export class PackagesRepository {
  /** All packages of a member, or of a member with one coach, by rising id. */
  async find(tx: Tx, memberId: number, coachId?: number): Promise<Package[]> {
    const { sql, values } = ofCoach(coachId);
    const rows = await tx.rows<RawPackage>(
      `SELECT ${PACKAGE_COLUMNS} FROM coach_member_list p
        WHERE p.member_id = ?${sql} ORDER BY p.id`,
      [memberId, ...values],
    );
    return rows.map((raw) => packageOf(raw, tx));
  }

  /**
   * As `find`, and keeps others from changing them until the end of the transaction. Locked by
   * member alone: asked for both, the server intersects two indexes, locks the rows of all the
   * coach's members on the way, and deadlocks.
   */
  async lock(tx: Tx, memberId: number, coachId?: number): Promise<LockedPackage[]> {
    const rows = await tx.lockedRows<RawLocked>(
      `SELECT ${PACKAGE_COLUMNS}, ${HAS_UNRECONCILED_ROWS} FROM coach_member_list p
        WHERE p.member_id = ? ORDER BY p.id`,
      [memberId],
    );
    const packages = rows.map((raw) => lockedOf(raw, tx));
    return packages.filter((one) => coachId === undefined || one.coachId === coachId);
  }

  /** One package, kept from being changed by others until the end of the transaction. */
  async lockOne(tx: Tx, id: number): Promise<LockedPackage | undefined> {
    const [raw] = await tx.lockedRows<RawLocked>(
      `SELECT ${PACKAGE_COLUMNS}, ${HAS_UNRECONCILED_ROWS} FROM coach_member_list p WHERE p.id = ?`,
      [id],
    );
    return raw && lockedOf(raw, tx);
  }

  /** The next packages after an id, by rising id. */
  async nextPage(tx: Tx, after: number, size: number): Promise<IdPage | undefined> {
    return nextIds(tx, { table: 'coach_member_list', column: 'id' }, after, size);
  }

  /** Packages that PHP has changed since our books last left them, by rising id. */
  async findBehind(tx: Tx, { lowest, highest }: IdRange): Promise<BehindPackage[]> {
    // Counted, package by package: EXISTS or IN would be made into a list of the whole history.
    return tx.rows<BehindPackage>(
      `SELECT p.id, p.member_id AS memberId, p.remaining_sessions AS remaining, p.version
         FROM coach_member_list p
        WHERE p.id BETWEEN ? AND ?
          AND ((${isCounted(tx)} AND (p.version = 0 OR p.booked_sessions IS NULL))
           OR p.booked_sessions <> COALESCE(p.remaining_sessions, 0)
           OR 0 < (SELECT COUNT(*) FROM coach_usage_history u
                    WHERE u.coach_member_id = p.id AND ${IS_UNRECONCILED}))
        ORDER BY p.id`,
      [lowest, highest],
    );
  }

  /** Packages of several members, for lists. */
  async findOfMembers(tx: Tx, memberIds: readonly number[], coachId?: number): Promise<Package[]> {
    const { sql, values } = ofCoach(coachId);
    const rows = await tx.rows<RawPackage>(
      `SELECT ${PACKAGE_COLUMNS} FROM coach_member_list p
        WHERE p.member_id IN (${placeholders(memberIds)})${sql} ORDER BY p.id`,
      [...memberIds, ...values],
    );
    return rows.map((raw) => packageOf(raw, tx));
  }

  /** All packages that were ever frozen, or will be. */
  async findEverFrozen(tx: Tx): Promise<Package[]> {
    const rows = await tx.rows<RawPackage>(
      `SELECT ${PACKAGE_COLUMNS} FROM coach_member_list p
        WHERE p.id IN (SELECT f.package_id + 0 FROM coach_package_freeze f) ORDER BY p.id`,
    );
    return rows.map((raw) => packageOf(raw, tx)).filter(({ frozen }) => frozen !== null);
  }

  /** Writes a legacy status that follows from the day, unless the package has changed. */
  async followStatus(tx: Tx, { id, version, status }: Package): Promise<void> {
    await tx.write('UPDATE coach_member_list SET status = ? WHERE id = ? AND version = ?', [
      ...[status, id, version],
    ]);
  }

  /** Adds a package as it is given, and gives it back with its id. */
  async insert(tx: Tx, one: Omit<Package, 'id'>): Promise<Package> {
    const { sql, values } = insertInto(Package, [one], tx.times);
    const { insertId } = await tx.write(sql, values);
    return { ...one, id: insertId };
  }

  /**
   * Moves the balance by a signed number; NULL is 0. Its condition holds against any writer. What
   * is booked is set first: some databases see in later assignments what earlier ones did.
   */
  async moveBalance(
    tx: Tx,
    { id, ...one }: Package,
    by: number,
    status: LegacyStatus,
  ): Promise<void> {
    const booked = isBooked(one) ? 'COALESCE(remaining_sessions, 0)' : 'NULL';
    const { affected } = await tx.write(
      `UPDATE coach_member_list
          SET booked_sessions = ${booked} + ?,
              remaining_sessions = COALESCE(remaining_sessions, 0) + ?, version = version + 1,
              status = ?
        WHERE id = ? AND COALESCE(remaining_sessions, 0) + ? >= 0`,
      [by, by, status, id, by],
    );
    if (affected !== 1) throw new TryAgain(`the balance of package ${id} changed meanwhile`);
  }

  /** Voids a package or reopens it, with the balance that it has then, as the log will tell it. */
  async setVoided(tx: Tx, before: Package, after: Package): Promise<void> {
    const { affected } = await tx.write(
      `UPDATE coach_member_list
          SET booked_sessions = ?, remaining_sessions = ?, voided_status = ?, status = ?,
              open_minor = ?, version = version + 1
        WHERE id = ? AND COALESCE(remaining_sessions, 0) = ?`,
      [
        ...[after.booked, after.remaining, after.voidedStatus, after.status, after.openMinor],
        ...[after.id, before.remaining ?? 0],
      ],
    );
    if (affected !== 1) throw new TryAgain(`the balance of package ${after.id} changed meanwhile`);
  }

  /** Takes what goes to another package, with the balance that it has then. */
  async setTransferred(tx: Tx, before: Package, after: Package): Promise<void> {
    const { booked, remaining, transferredSessions, transferred, status, id } = after;
    const { affected } = await tx.write(
      `UPDATE coach_member_list
          SET booked_sessions = ?, remaining_sessions = ?, transferred_sessions = ?,
              is_transferred = ?, status = ?, version = version + 1
        WHERE id = ? AND COALESCE(remaining_sessions, 0) = ?`,
      [booked, remaining, transferredSessions, transferred, status, id, before.remaining ?? 0],
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

  /** Writes on which days a package is frozen, with its end and status, and raises its version. */
  async setFrozen(tx: Tx, { id, frozenDays, expiresAt, status }: Package): Promise<void> {
    await tx.write(
      `UPDATE coach_member_list
          SET frozen_days = ?, expires_at = ?, status = ?, version = version + 1
        WHERE id = ?`,
      [frozenDays, expiresAt && tx.times.toDb(expiresAt), status, id],
    );
  }

  /** Writes the price of a package and what is paid of it, and raises its version. */
  async setMoney(tx: Tx, one: Package): Promise<void> {
    const { priceMinor, currency, paidMinor, openMinor, paymentReceived, id } = one;
    const { refundedMinor, refundedSessions, refunded } = one;
    await tx.write(
      `UPDATE coach_member_list
          SET price_minor = ?, price_currency = ?, paid_minor = ?, open_minor = ?,
              payment_received = ?, refunded_minor = ?, refunded_sessions = ?, is_refunded = ?,
              version = version + 1
        WHERE id = ?`,
      [
        ...[priceMinor, currency, paidMinor, openMinor, paymentReceived],
        ...[refundedMinor, refundedSessions, refunded, id],
      ],
    );
  }
}

function ofCoach(coachId: number | undefined): { sql: string; values: SqlValue[] } {
  return coachId === undefined
    ? { sql: '', values: [] }
    : { sql: ' AND p.coach_id = ?', values: [coachId] };
}

type RawLocked = RawPackage & { hasUnreconciledUsages: number };

function lockedOf(raw: RawLocked, tx: Tx): LockedPackage {
  const hasUnreconciledUsages = raw.hasUnreconciledUsages > 0;
  return Object.assign(packageOf(raw, tx), { hasUnreconciledUsages });
}
