import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A code that lets somebody in once who has no telephone at hand. */
@Entity('coach_recovery_code')
export class RecoveryCode {
  @PrimaryColumn({ name: 'user_id', type: 'integer' })
  userId: number;

  /** An argon2id hash; those of one person have one salt, so that a code is hashed once. */
  @PrimaryColumn({ name: 'code_hash', type: 'varchar', length: 120 })
  codeHash: string;

  @Column({ name: 'used_at', type: 'datetime', nullable: true })
  usedAt: Date | null;
}
