import { Column, Entity, Index } from 'typeorm';
import { LONG_ID } from '../database/ids.js';

/** How money reaches the studio. */
export const PAYMENT_METHODS = ['cash', 'card_terminal', 'transfer', 'other'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** Money that the studio was given for a package. It is taken back by a mark, never deleted. */
@Entity('coach_payment')
@Index('uq_payment_number', ['number'], { unique: true })
export class Payment {
  @Column(LONG_ID)
  id: number;

  /** That of the receipt: from 1, without gaps. */
  @Column({ name: 'receipt_number', type: 'integer' })
  number: number;

  /** Whose package it was then. */
  @Column({ name: 'member_id', type: 'integer' })
  memberId: number;

  @Column({ name: 'coach_id', type: 'integer' })
  coachId: number;

  @Column({ name: 'package_id', type: 'integer' })
  packageId: number;

  /** The name of what was paid, by the price list, as it was then. */
  @Column({ name: 'item_name', type: 'varchar', length: 100, nullable: true })
  itemName: string | null;

  /** How many sessions the package was sold with; null where none are counted. */
  @Column({ name: 'sessions_sold', type: 'integer', nullable: true })
  sessionsSold: number | null;

  @Column({ type: 'varchar', length: 20 })
  method: PaymentMethod;

  /** In the smallest unit of the currency. */
  @Column({ name: 'amount_minor', type: 'integer' })
  amountMinor: number;

  /** By ISO 4217. */
  @Column({ type: 'varchar', length: 3 })
  currency: string;

  @Column({ name: 'received_at', type: 'datetime' })
  receivedAt: Date;

  @Column({ type: 'varchar', length: 500, nullable: true })
  note: string | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;

  /** Null where a program did. */
  @Column({ name: 'created_by', type: 'integer', nullable: true })
  createdBy: number | null;

  /** Since when it counts no more: it was booked by mistake. */
  @Column({ name: 'voided_at', type: 'datetime', nullable: true })
  voidedAt: Date | null;

  @Column({ name: 'voided_by', type: 'integer', nullable: true })
  voidedBy: number | null;

  @Column({ name: 'void_reason', type: 'varchar', length: 500, nullable: true })
  voidReason: string | null;

  @Column({ name: 'void_reason_code', type: 'varchar', length: 32, nullable: true })
  voidReasonCode: string | null;
}
