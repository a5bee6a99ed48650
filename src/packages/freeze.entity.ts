import { Column, Entity, Index } from 'typeorm';
import { LONG_ID } from '../database/ids.js';

/** Whole studio days on which nothing is used of a package, while its end waits. */
@Entity('coach_package_freeze')
@Index('ix_freeze_package', ['packageId'])
@Index('ix_freeze_to', ['to'])
export class Freeze {
  @Column(LONG_ID)
  id: number;

  @Column({ name: 'package_id', type: 'integer' })
  packageId: number;

  @Column({ name: 'member_id', type: 'integer' })
  memberId: number;

  /** The first day, `YYYY-MM-DD`. */
  @Column({ name: 'from_day', type: 'varchar', length: 10 })
  from: string;

  /** The last day; null until further notice. The day before the first: it was taken back. */
  @Column({ name: 'to_day', type: 'varchar', length: 10, nullable: true })
  to: string | null;

  /** By how many days it has moved the end of the package; null while it has no end itself. */
  @Column({ name: 'days_added', type: 'integer', nullable: true })
  daysAdded: number | null;

  @Column({ type: 'varchar', length: 500, nullable: true })
  reason: string | null;

  @Column({ name: 'reason_code', type: 'varchar', length: 32, nullable: true })
  reasonCode: string | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;

  @Column({ name: 'created_by', type: 'integer', nullable: true })
  createdBy: number | null;

  /** When somebody has last said another end. */
  @Column({ name: 'ended_at', type: 'datetime', nullable: true })
  endedAt: Date | null;

  @Column({ name: 'ended_by', type: 'integer', nullable: true })
  endedBy: number | null;
}
