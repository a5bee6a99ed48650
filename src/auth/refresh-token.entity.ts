import { Column, Entity } from 'typeorm';
import { LONG_ID } from '../database/ids.js';

/** A refresh token that was given out once, as a hash. */
@Entity('coach_refresh_token')
export class RefreshToken {
  @Column(LONG_ID)
  id: number;

  @Column({ name: 'user_id', type: 'integer' })
  userId: number;

  /** Shared by all successors of one sign-in; it ends as a whole. */
  @Column({ type: 'varchar', length: 36 })
  family: string;

  @Column({ name: 'token_hash', type: 'varchar', length: 64 })
  tokenHash: string;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'datetime' })
  expiresAt: Date;

  @Column({ name: 'used_at', type: 'datetime', nullable: true })
  usedAt: Date | null;

  @Column({ name: 'revoked_at', type: 'datetime', nullable: true })
  revokedAt: Date | null;
}
