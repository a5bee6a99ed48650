import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A coach's profile; rates are in the studio's currency. Legacy profile columns are not ours. */
@Entity('coaches')
export class Coach {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ name: 'user_id', type: 'integer' })
  userId: number;

  @Column({ name: 'monthly_rate', type: 'decimal', precision: 10, scale: 2, nullable: true })
  monthlyRate: string | null;

  @Column({
    name: 'session_package_rate',
    type: 'decimal',
    precision: 10,
    scale: 2,
    nullable: true,
  })
  sessionPackageRate: string | null;

  @Column({ name: 'per_session_rate', type: 'decimal', precision: 10, scale: 2, nullable: true })
  perSessionRate: string | null;

  /** How many sessions the coach's usual package holds. */
  @Column({ name: 'session_package_count', type: 'integer', nullable: true })
  sessionPackageCount: number | null;
}
