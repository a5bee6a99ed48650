import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/**
 * What a row of the history is: a session used up (`automatic`, `manual`), a correction of the
 * count, sessions granted, or what PHP did to the count (`external`).
 */
export const USAGE_KINDS = ['automatic', 'manual', 'adjustment', 'grant', 'external'] as const;
export type UsageKind = (typeof USAGE_KINDS)[number];

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

  /** 1 while a usage counts, otherwise null: so the database allows one active usage a day. */
  @Column({ name: 'active_slot', type: 'tinyint', nullable: true, default: 1 })
  activeSlot: number | null;

  /** 1 in entries of ours and in usages that we undid: PHP's pages neither see nor count these. */
  @Column({ name: 'hidden_from_php', type: 'tinyint', default: 0 })
  hiddenFromPhp: number;
}
