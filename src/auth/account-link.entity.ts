import { Column, Entity } from 'typeorm';
import { LONG_ID } from '../database/ids.js';
import type { LinkPurpose } from './link-rules.js';

/** A link that was given to somebody once; its token itself is not kept. */
@Entity('coach_account_link')
export class AccountLink {
  @Column(LONG_ID)
  id: number;

  /** Whose it is. */
  @Column({ name: 'user_id', type: 'integer' })
  userId: number;

  @Column({ type: 'varchar', length: 20 })
  purpose: LinkPurpose;

  @Column({ name: 'token_hash', type: 'varchar', length: 64 })
  tokenHash: string;

  @Column({ name: 'expires_at', type: 'datetime' })
  expiresAt: Date;

  @Column({ name: 'used_at', type: 'datetime', nullable: true })
  usedAt: Date | null;

  /** Who had it made; null for an operator at the command line. */
  @Column({ name: 'created_by', type: 'integer', nullable: true })
  createdBy: number | null;
}
