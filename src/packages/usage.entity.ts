import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/**
 * What a row of the history is: a session used up (`automatic`, `manual`), a correction of the
 * count, sessions granted, what PHP did to the count (`external`), what a package lost when it was
 * voided (`void`) and got back when it was reopened (`reopen`), or what went to another one
 * (`transfer`).
 */
export const USAGE_KINDS = [
  ...(['automatic', 'manual', 'adjustment', 'grant', 'external'] as const),
  ...(['void', 'reopen', 'transfer'] as const),
] as const;
export type UsageKind = (typeof USAGE_KINDS)[number];

/** Whether somebody came to a session that was counted, or let the coach wait. */
export const ATTENDANCES = ['attended', 'late_cancel', 'no_show'] as const;
export type Attendance = (typeof ATTENDANCES)[number];

/** One row of a package's history. Rows are marked when undone, and never deleted. */
@Entity('coach_usage_history')
@Index('uq_usage_package_day', ['packageId', 'usageDate', 'activeSlot'], { unique: true })
@Index('uq_usage_pair_day', ['memberId', 'coachId', 'usageDate', 'activeSlot'], { unique: true })
export class Usage {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ name: 'coach_member_id', type: 'integer' })
  packageId: number;

  /** Null on rows that the legacy system wrote. */
  @Column({ name: 'member_id', type: 'integer', nullable: true })
  memberId: number | null;

  @Column({ name: 'coach_id', type: 'integer', nullable: true })
  coachId: number | null;

  /** The studio day for which a usage counts; null where the row is no usage. */
  @Column({ name: 'usage_date', type: 'date', nullable: true })
  usageDate: string | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;

  @Column({ name: 'adjustment_type', type: 'varchar', length: 20, default: 'automatic' })
  kind: UsageKind;

  /** Signed; null on usages, each of which is one session. */
  @Column({ name: 'adjustment_amount', type: 'integer', nullable: true })
  adjustment: number | null;

  @Column({ name: 'balance_after', type: 'integer', nullable: true })
  balanceAfter: number | null;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  /** The code of one of the studio's reasons. */
  @Column({ name: 'reason_code', type: 'varchar', length: 32, nullable: true })
  reasonCode: string | null;

  @Column({ name: 'created_by', type: 'integer', nullable: true })
  createdBy: number | null;

  @Column({ name: 'undone_at', type: 'datetime', nullable: true })
  undoneAt: Date | null;

  @Column({ name: 'undone_by', type: 'integer', nullable: true })
  undoneBy: number | null;

  @Column({ name: 'undo_reason', type: 'text', nullable: true })
  undoReason: string | null;

  @Column({ name: 'undo_reason_code', type: 'varchar', length: 32, nullable: true })
  undoReasonCode: string | null;

  /**
   * Of a usage that counts, its place among those of its day, otherwise null: so the database
   * allows one of each. 1 is the first; 2 to 9 are further ones, on purpose.
   */
  @Column({ name: 'active_slot', type: 'tinyint', nullable: true, default: 1 })
  activeSlot: number | null;

  /** 1 in entries of ours and in usages that we undid: PHP's pages neither see nor count these. */
  @Column({ name: 'hidden_from_php', type: 'tinyint', default: 0 })
  hiddenFromPhp: number;

  /** Null where they came, as PHP takes it, and where the row is no usage. */
  @Column({ name: 'attended_as', type: 'varchar', length: 20, nullable: true })
  attendance: Attendance | null;

  /** 1 in usages that were a further one of their day on purpose; null in all others. */
  @Column({ name: 'used_again', type: 'integer', nullable: true })
  usedAgain: number | null;

  /** Who trained, where it was not the coach of the package; null in all others. */
  @Column({ name: 'delivered_by', type: 'integer', nullable: true })
  deliveredBy: number | null;

  /**
   * The usage that took the place of an undone one; of a transfer the row of what was granted by
   * it, and of that one the transfer.
   */
  @Column({ name: 'replaced_by_id', type: 'integer', nullable: true })
  replacedById: number | null;
}
