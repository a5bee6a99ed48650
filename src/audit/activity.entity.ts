import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Action, Outcome } from './actions.js';

/** Who did what to whom, or tried to. Rows are only ever inserted. */
@Entity('admin_activity_log')
export class Activity {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ type: 'varchar', length: 100 })
  action: Action;

  /** One line for people who read the table itself, as the legacy pages do. */
  @Column({ type: 'text', nullable: true })
  details: string | null;

  @Column({ name: 'member_id', type: 'integer', nullable: true })
  memberId: number | null;

  @Column({ name: 'coach_id', type: 'integer', nullable: true })
  coachId: number | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;

  @Column({ name: 'actor_id', type: 'integer', nullable: true })
  actorId: number | null;

  @Column({ name: 'actor_role', type: 'varchar', length: 20, nullable: true })
  actorRole: string | null;

  @Column({ type: 'varchar', length: 10, default: 'done' })
  outcome: Outcome;

  @Column({ name: 'package_id', type: 'integer', nullable: true })
  packageId: number | null;

  @Column({ name: 'usage_id', type: 'integer', nullable: true })
  usageId: number | null;

  @Column({ type: 'text', nullable: true })
  before: string | null;

  @Column({ type: 'text', nullable: true })
  after: string | null;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  /** The code of one of the studio's reasons. */
  @Column({ name: 'reason_code', type: 'varchar', length: 32, nullable: true })
  reasonCode: string | null;

  /** The problem code of a refusal. */
  @Column({ type: 'varchar', length: 50, nullable: true })
  code: string | null;

  @Column({ type: 'varchar', length: 10, nullable: true })
  method: string | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  route: string | null;

  @Column({ type: 'integer', nullable: true })
  status: number | null;

  @Column({ name: 'request_id', type: 'varchar', length: 64, nullable: true })
  requestId: string | null;

  @Column({ type: 'varchar', length: 45, nullable: true })
  ip: string | null;

  @Column({ name: 'user_agent', type: 'varchar', length: 255, nullable: true })
  userAgent: string | null;
}
