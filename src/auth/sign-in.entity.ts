import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EndedReason } from './sign-in-rules.js';

/** One sign-in of a person: what its refresh tokens, which follow each other, have in common. */
@Entity('coach_sign_in')
export class SignIn {
  /** As its refresh tokens have it. */
  @PrimaryColumn({ type: 'varchar', length: 36 })
  family: string;

  @Column({ name: 'user_id', type: 'integer' })
  userId: number;

  @Column({ name: 'started_at', type: 'datetime' })
  startedAt: Date;

  @Column({ name: 'last_used_at', type: 'datetime' })
  lastUsedAt: Date;

  /** When it ends unless it is used before: that of its last refresh token. */
  @Column({ name: 'expires_at', type: 'datetime' })
  expiresAt: Date;

  /** When it ends however often it is used; null until one from before this was known is used. */
  @Column({ name: 'ends_at', type: 'datetime', nullable: true })
  endsAt: Date | null;

  @Column({ name: 'ended_at', type: 'datetime', nullable: true })
  endedAt: Date | null;

  @Column({ name: 'ended_reason', type: 'varchar', length: 20, nullable: true })
  endedReason: EndedReason | null;

  /** Where it was used last. */
  @Column({ type: 'varchar', length: 45, nullable: true })
  ip: string | null;

  @Column({ name: 'user_agent', type: 'varchar', length: 255, nullable: true })
  userAgent: string | null;

  /** Of the password that it began with, as `PasswordMarks` makes it. */
  @Column({ name: 'password_mark', type: 'varchar', length: 80, nullable: true })
  passwordMark: string | null;

  /** When the password was last given; null where that was when it began. */
  @Column({ name: 'confirmed_at', type: 'datetime', nullable: true })
  confirmedAt: Date | null;

  /** 1 where it began on a device that the person had not signed in with before. */
  @Column({ name: 'new_device', type: 'tinyint', default: 0 })
  newDevice: number;

  /** 1 where a code of the second factor was given. */
  @Column({ name: 'second_factor', type: 'smallint', default: 0 })
  secondFactor: number;
}
