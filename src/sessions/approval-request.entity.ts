import { Column, Entity } from 'typeorm';
import { LONG_ID } from '../database/ids.js';
import type { ApprovalKind, KeptState } from './approval-request-rules.js';

/**
 * What a coach may not do alone and has asked the desk for. It changes nothing until somebody
 * approves it, and does nothing by itself. Never deleted.
 */
@Entity('coach_approval')
export class ApprovalRequest {
  @Column(LONG_ID)
  id: number;

  @Column({ type: 'varchar', length: 20 })
  kind: ApprovalKind;

  @Column({ name: 'member_id', type: 'integer' })
  memberId: number;

  @Column({ name: 'package_id', type: 'integer' })
  packageId: number;

  /** Of an undo: the usage, and its studio day. */
  @Column({ name: 'usage_id', type: 'bigint', nullable: true })
  usageId: number | null;

  @Column({ name: 'usage_date', type: 'date', nullable: true })
  usageDate: string | null;

  /** Of an adjustment: sessions, signed. */
  @Column({ type: 'integer', nullable: true })
  adjustment: number | null;

  /** Of an extension: the end that is wanted, and by how many days it was later when asked. */
  @Column({ name: 'expires_at', type: 'datetime', nullable: true })
  expiresAt: Date | null;

  @Column({ type: 'integer', nullable: true })
  days: number | null;

  @Column({ type: 'varchar', length: 500, nullable: true })
  reason: string | null;

  @Column({ name: 'reason_code', type: 'varchar', length: 32, nullable: true })
  reasonCode: string | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;

  /** The coach who asked. */
  @Column({ name: 'created_by', type: 'integer' })
  createdBy: number;

  /** Stays `open` where nobody decides in time. */
  @Column({ type: 'varchar', length: 20 })
  state: KeptState;

  @Column({ name: 'decided_at', type: 'datetime', nullable: true })
  decidedAt: Date | null;

  /** Who decided; of what was withdrawn the coach. */
  @Column({ name: 'decided_by', type: 'integer', nullable: true })
  decidedBy: number | null;

  @Column({ name: 'decision_reason', type: 'varchar', length: 500, nullable: true })
  decisionReason: string | null;

  /** The row of the history that an approval made or undid. */
  @Column({ name: 'done_usage_id', type: 'bigint', nullable: true })
  doneUsageId: number | null;
}
