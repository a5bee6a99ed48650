import { Check, Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Activation } from '../catalogue/catalogue-rules.js';
import type { RateType } from '../config/config.js';
import type { Frozen } from './freeze-rules.js';

export const APPROVALS = ['pending', 'approved', 'rejected'] as const;
export type Approval = (typeof APPROVALS)[number];

/** Legacy words for whether a subscription works; a drained one is called `expired` too. */
export const LEGACY_STATUSES = ['active', 'expired', 'disconnected'] as const;
export type LegacyStatus = (typeof LEGACY_STATUSES)[number];

/** One subscription of one member with one coach; a package of sessions where it counts them. */
@Entity('coach_member_list')
@Check('ck_remaining_not_negative', 'remaining_sessions >= 0')
export class Package {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ name: 'coach_id', type: 'integer' })
  coachId: number;

  @Column({ name: 'member_id', type: 'integer' })
  memberId: number;

  @Column({ type: 'varchar', length: 20 })
  status: LegacyStatus;

  @Column({ name: 'coach_approval', type: 'varchar', length: 20 })
  coachApproval: Approval;

  @Column({ name: 'staff_approval', type: 'varchar', length: 20 })
  staffApproval: Approval;

  @Column({ name: 'requested_at', type: 'datetime' })
  requestedAt: Date;

  @Column({ name: 'coach_approved_at', type: 'datetime', nullable: true })
  coachApprovedAt: Date | null;

  @Column({ name: 'staff_approved_at', type: 'datetime', nullable: true })
  staffApprovedAt: Date | null;

  @Column({ name: 'payment_received', type: 'tinyint', default: 0 })
  paymentReceived: number;

  @Column({ name: 'handled_by_coach', type: 'integer', nullable: true })
  handledByCoach: number | null;

  @Column({ name: 'handled_by_staff', type: 'integer', nullable: true })
  handledByStaff: number | null;

  @Column({ name: 'expires_at', type: 'datetime', nullable: true })
  expiresAt: Date | null;

  /** The balance. PHP leaves one where nothing is counted, too: `isCounted` says whether it is. */
  @Column({ name: 'remaining_sessions', type: 'integer', nullable: true })
  remaining: number | null;

  @Column({ name: 'rate_type', type: 'varchar', length: 20 })
  rateType: RateType;

  /** Sessions sold with it; adjustments and usages are counted from here. */
  @Column({ name: 'granted_sessions', type: 'integer', default: 0 })
  granted: number;

  /** The balance that our books last left; a different one was set by PHP. Null until opened. */
  @Column({ name: 'booked_sessions', type: 'integer', nullable: true })
  booked: number | null;

  /** Raised by one with each change of ours. */
  @Column({ type: 'integer', default: 0 })
  version: number;

  /** The name of the item of the price list by which it was sold, as it was then. */
  @Column({ name: 'item_name', type: 'varchar', length: 100, nullable: true })
  name: string | null;

  /** By which item of the price list it was sold; null where none, as all that PHP sells. */
  @Column({ name: 'catalogue_item_id', type: 'integer', nullable: true })
  catalogueItemId: number | null;

  /** What was asked for it, in the smallest unit of its currency; null where nobody said. */
  @Column({ name: 'price_minor', type: 'integer', nullable: true })
  priceMinor: number | null;

  @Column({ name: 'price_currency', type: 'varchar', length: 3, nullable: true })
  currency: string | null;

  /** 1 where it was given, and is no revenue. */
  @Column({ name: 'is_complimentary', type: 'integer', nullable: true })
  complimentary: number | null;

  @Column({ type: 'varchar', length: 20, nullable: true })
  activation: Activation | null;

  @Column({ name: 'valid_days', type: 'integer', nullable: true })
  validDays: number | null;

  /** What was paid of its price, taken-back payments apart; null where nobody knows the price. */
  @Column({ name: 'paid_minor', type: 'integer', nullable: true })
  paidMinor: number | null;

  /** What of its price is still to be paid; null where nothing is, or nobody knows the price. */
  @Column({ name: 'open_minor', type: 'integer', nullable: true })
  openMinor: number | null;

  /** The legacy status that it had when it was voided; null where it was not, or was reopened. */
  @Column({ name: 'voided_status', type: 'varchar', length: 20, nullable: true })
  voidedStatus: LegacyStatus | null;

  /** What was paid back of it; null for nothing. */
  @Column({ name: 'refunded_minor', type: 'integer', nullable: true })
  refundedMinor: number | null;

  /** How many of its sessions were paid back; null for none. */
  @Column({ name: 'refunded_sessions', type: 'integer', nullable: true })
  refundedSessions: number | null;

  /** 1 where all that was left of it was paid back: no session comes back to it. */
  @Column({ name: 'is_refunded', type: 'integer', nullable: true })
  refunded: number | null;

  /** The package from which its sessions were transferred; null where it was sold. */
  @Column({ name: 'source_package_id', type: 'integer', nullable: true })
  sourcePackageId: number | null;

  /** How many of its sessions went to other packages; null for none. */
  @Column({ name: 'transferred_sessions', type: 'integer', nullable: true })
  transferredSessions: number | null;

  /** 1 where all that was left of it went to another one. */
  @Column({ name: 'is_transferred', type: 'integer', nullable: true })
  transferred: number | null;

  /** On which days it is frozen: `frozenOf`; null for none. */
  @Column({ name: 'frozen_days', type: 'varchar', length: 1000, nullable: true })
  frozenDays: string | null;

  /** The same, read: no column. */
  frozen: Frozen | null;

  /** Whether its sessions are counted: no column, `countsSessions` decides it when it is read. */
  isCounted: boolean;
}
