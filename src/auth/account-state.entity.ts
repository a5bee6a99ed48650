import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What we know of a person beside PHP's row of them. Whoever has none is as that says. */
@Entity('coach_account')
export class AccountState {
  @PrimaryColumn({ name: 'user_id', type: 'integer' })
  userId: number;

  /** Since when the studio has switched them off; null for who is let in. */
  @Column({ name: 'disabled_at', type: 'datetime', nullable: true })
  disabledAt: Date | null;

  @Column({ name: 'disabled_by', type: 'integer', nullable: true })
  disabledBy: number | null;

  /** What let them in before is looked at again: role, sign-ins or this row have changed then. */
  @Column({ name: 'valid_from', type: 'datetime', nullable: true })
  validFrom: Date | null;

  /** The language in which they are written to; null for that of the studio. */
  @Column({ type: 'varchar', length: 5, nullable: true })
  locale: string | null;

  /** 1 for an admin or somebody of the front desk who is a coach, too. */
  @Column({ name: 'also_coach', type: 'smallint', default: 0 })
  alsoCoach: number;

  /** To which of their addresses mail came back last, in small letters; it may be another now. */
  @Column({ name: 'bounced_email', type: 'varchar', length: 255, nullable: true })
  bouncedEmail: string | null;

  @Column({ name: 'bounced_at', type: 'datetime', nullable: true })
  bouncedAt: Date | null;
}
