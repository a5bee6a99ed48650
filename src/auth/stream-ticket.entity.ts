import { Column, Entity } from 'typeorm';
import type { Role } from '../common/actor.js';
import { LONG_ID } from '../database/ids.js';

/** A ticket for one stream of live updates; the ticket itself is not kept. */
@Entity('coach_stream_ticket')
export class StreamTicket {
  @Column(LONG_ID)
  id: number;

  @Column({ name: 'token_hash', type: 'varchar', length: 64 })
  tokenHash: string;

  /** Whom it lets in, in which role. */
  @Column({ name: 'user_id', type: 'integer' })
  userId: number;

  @Column({ type: 'varchar', length: 20 })
  role: Role;

  /** The device token that it was got with, if it was one. */
  @Column({ name: 'device_token_id', type: 'integer', nullable: true })
  deviceTokenId: number | null;

  /** The sign-in of the access token that it was got with, if it was one. */
  @Column({ name: 'sign_in_id', type: 'varchar', length: 36, nullable: true })
  signInId: string | null;

  @Column({ name: 'expires_at', type: 'datetime' })
  expiresAt: Date;

  /** When the access ends that it was got with: the stream must not outlast it. */
  @Column({ name: 'access_ends_at', type: 'datetime' })
  accessEndsAt: Date;
}
