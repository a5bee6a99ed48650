import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When a task is due next, which process runs it just now, and how its last run ended. */
@Entity('coach_task')
export class TaskRow {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  name: string;

  @Column({ name: 'next_run_at', type: 'datetime' })
  nextRunAt: Date;

  /** Until then nobody else runs it. */
  @Column({ name: 'lease_until', type: 'datetime', nullable: true })
  leaseUntil: Date | null;

  @Column({ name: 'lease_token', type: 'varchar', length: 36, nullable: true })
  leaseToken: string | null;

  /** When the last run that came to an end began. */
  @Column({ name: 'last_run_at', type: 'datetime', nullable: true })
  lastRunAt: Date | null;

  /** `done`, or the code of the problem that it failed with. */
  @Column({ name: 'last_result', type: 'varchar', length: 64, nullable: true })
  lastResult: string | null;

  @Column({ name: 'last_took_ms', type: 'integer', nullable: true })
  lastTookMs: number | null;
}
