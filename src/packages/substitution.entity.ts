import { Column, Entity, Index } from 'typeorm';
import { LONG_ID } from '../database/ids.js';

/** Whole studio days on which a coach trains the members of another one. */
@Entity('coach_substitution')
@Index('ix_substitution_coach', ['coachId', 'to'])
@Index('ix_substitution_substitute', ['substituteId', 'to'])
export class Substitution {
  @Column(LONG_ID)
  id: number;

  /** Whose members they are. */
  @Column({ name: 'coach_id', type: 'integer' })
  coachId: number;

  /** Who trains them. */
  @Column({ name: 'substitute_id', type: 'integer' })
  substituteId: number;

  /** The one member whom it is about; null for all of the coach's. */
  @Column({ name: 'member_id', type: 'integer', nullable: true })
  memberId: number | null;

  /** The first day, `YYYY-MM-DD`. */
  @Column({ name: 'from_day', type: 'varchar', length: 10 })
  from: string;

  /** The last day. The day before the first: it was taken back. */
  @Column({ name: 'to_day', type: 'varchar', length: 10 })
  to: string;

  @Column({ type: 'varchar', length: 500, nullable: true })
  reason: string | null;

  @Column({ name: 'reason_code', type: 'varchar', length: 32, nullable: true })
  reasonCode: string | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;

  @Column({ name: 'created_by', type: 'integer', nullable: true })
  createdBy: number | null;

  /** When somebody has last said another last day. */
  @Column({ name: 'ended_at', type: 'datetime', nullable: true })
  endedAt: Date | null;

  @Column({ name: 'ended_by', type: 'integer', nullable: true })
  endedBy: number | null;
}
