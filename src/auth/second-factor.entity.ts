import { Column, Entity, PrimaryColumn } from 'typeorm';

/** By what somebody gives codes at sign-in, besides the password. */
@Entity('coach_second_factor')
export class SecondFactor {
  @PrimaryColumn({ name: 'user_id', type: 'integer' })
  userId: number;

  /** Sealed, as `SealedSecrets` does it. */
  @Column({ type: 'varchar', length: 255 })
  secret: string;

  /** Since when it is asked for; null until its person has shown by a code that they have it. */
  @Column({ name: 'confirmed_at', type: 'datetime', nullable: true })
  confirmedAt: Date | null;

  /** Of the last code that was taken, in steps of 30 seconds since 1970: each is taken once. */
  @Column({ name: 'last_step', type: 'integer', nullable: true })
  lastStep: number | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;
}
