import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was asked under an idempotency key, and what was answered. Kept for 48 hours. */
@Entity('coach_idempotency_key')
export class IdempotencyRecord {
  /** `u` and the id of a person, 0 for programs and anonymous callers. */
  @PrimaryColumn({ name: 'actor_key', type: 'varchar', length: 24 })
  actorKey: string;

  /** SHA-256 of the key. */
  @PrimaryColumn({ name: 'key_hash', type: 'varchar', length: 64 })
  keyHash: string;

  /** Written for processes of the release before, which find a record by it. */
  @Column({ name: 'actor_id', type: 'integer' })
  actorId: number;

  /** SHA-256 of action, method, URL and body. */
  @Column({ type: 'varchar', length: 64 })
  fingerprint: string;

  @Column({ type: 'integer', nullable: true })
  status: number | null;

  /** The answer's body as JSON. */
  @Column({ type: 'text', nullable: true })
  answer: string | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'datetime' })
  expiresAt: Date;
}
