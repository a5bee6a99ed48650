import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * From where an account is tried, and how often that failed: a network from which its person has
 * signed in lately, or all others together. Accounts that do not exist have only the latter.
 */
@Entity('coach_sign_in_place')
export class SignInPlace {
  /** A digest of the e-mail address, or for all other networks the slot that it falls into. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  account: string;

  /** The digest of a network, or empty for all others. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  place: string;

  /** Tries since the last success that were wrong, or are not found right yet. */
  @Column({ type: 'integer' })
  failures: number;

  @Column({ name: 'paused_until', type: 'datetime', nullable: true })
  pausedUntil: Date | null;

  /** From then on the failures are forgotten. */
  @Column({ name: 'counts_until', type: 'datetime', nullable: true })
  countsUntil: Date | null;

  /** From then on a network is as unknown as any other, and the row goes. */
  @Column({ name: 'expires_at', type: 'datetime' })
  expiresAt: Date;
}
