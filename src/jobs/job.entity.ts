import { Column, Entity } from 'typeorm';
import { LONG_ID } from '../database/ids.js';
import type { JobState } from './job-rules.js';

/** Something that is to be done once, or was: what, when, and which process is at it. */
@Entity('coach_job')
export class JobRow {
  @Column(LONG_ID)
  id: number;

  @Column({ type: 'varchar', length: 40 })
  kind: string;

  /** Of one kind, no two jobs have the same. */
  @Column({ name: 'dedupe_key', type: 'varchar', length: 190, nullable: true })
  dedupeKey: string | null;

  /** What its handler needs to know, as JSON: ids and names of things, and no secrets. */
  @Column({ type: 'text' })
  payload: string;

  @Column({ type: 'varchar', length: 10 })
  state: JobState;

  @Column({ name: 'due_at', type: 'datetime' })
  dueAt: Date;

  /** How often it was begun. */
  @Column({ type: 'integer' })
  attempts: number;

  /** Until then nobody else does it. */
  @Column({ name: 'lease_until', type: 'datetime', nullable: true })
  leaseUntil: Date | null;

  @Column({ name: 'lease_token', type: 'varchar', length: 36, nullable: true })
  leaseToken: string | null;

  /** Why the last try failed, in words that may be shown. */
  @Column({ name: 'last_error', type: 'varchar', length: 500, nullable: true })
  lastError: string | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;

  /** When it was done, or given up. */
  @Column({ name: 'finished_at', type: 'datetime', nullable: true })
  finishedAt: Date | null;

  /** When the row goes; null while there is something to do. */
  @Column({ name: 'expires_at', type: 'datetime', nullable: true })
  expiresAt: Date | null;
}
