import { Column, Entity, Index } from 'typeorm';
import { LONG_ID } from '../database/ids.js';

/** Money of a payment that the studio paid back, and the sessions that it took for it. */
@Entity('coach_refund')
@Index('uq_refund_number', ['number'], { unique: true })
export class Refund {
  @Column(LONG_ID)
  id: number;

  /** Of the same sequence as the receipts of payments. */
  @Column({ name: 'receipt_number', type: 'integer' })
  number: number;

  @Column({ name: 'payment_id', type: 'integer' })
  paymentId: number;

  @Column({ name: 'package_id', type: 'integer' })
  packageId: number;

  /** In the smallest unit of the currency. */
  @Column({ name: 'amount_minor', type: 'integer' })
  amountMinor: number;

  @Column({ type: 'varchar', length: 3 })
  currency: string;

  /** How many sessions went back; 0 where only money did. */
  @Column({ type: 'integer' })
  sessions: number;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;

  @Column({ name: 'created_by', type: 'integer', nullable: true })
  createdBy: number | null;

  @Column({ type: 'varchar', length: 500, nullable: true })
  reason: string | null;

  @Column({ name: 'reason_code', type: 'varchar', length: 32, nullable: true })
  reasonCode: string | null;
}
