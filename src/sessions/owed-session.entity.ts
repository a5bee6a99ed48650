import { Column, Entity } from 'typeorm';
import { LONG_ID } from '../database/ids.js';
import type { Attendance } from '../packages/usage.entity.js';

/**
 * A session that a member trained with a coach with nothing left. It is no usage and moves no
 * balance; a package settles it later, or it is cancelled. Never deleted.
 */
@Entity('coach_owed_session')
export class OwedSession {
  @Column(LONG_ID)
  id: number;

  @Column({ name: 'member_id', type: 'integer' })
  memberId: number;

  @Column({ name: 'coach_id', type: 'integer' })
  coachId: number;

  /** The studio day of the training. */
  @Column({ name: 'usage_date', type: 'date' })
  usageDate: string;

  /** Null where they came, as in usages. */
  @Column({ type: 'varchar', length: 20, nullable: true })
  attendance: Attendance | null;

  @Column({ type: 'varchar', length: 500, nullable: true })
  reason: string | null;

  @Column({ name: 'reason_code', type: 'varchar', length: 32, nullable: true })
  reasonCode: string | null;

  /** Who trained, where it was not the coach. */
  @Column({ name: 'delivered_by', type: 'integer', nullable: true })
  deliveredBy: number | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;

  @Column({ name: 'created_by', type: 'integer', nullable: true })
  createdBy: number | null;

  /** The usage by which a package settled it. */
  @Column({ name: 'settled_usage_id', type: 'bigint', nullable: true })
  settledUsageId: number | null;

  @Column({ name: 'cancelled_at', type: 'datetime', nullable: true })
  cancelledAt: Date | null;

  @Column({ name: 'cancelled_by', type: 'integer', nullable: true })
  cancelledBy: number | null;

  @Column({ name: 'cancel_reason', type: 'varchar', length: 500, nullable: true })
  cancelReason: string | null;

  @Column({ name: 'cancel_reason_code', type: 'varchar', length: 32, nullable: true })
  cancelReasonCode: string | null;
}
