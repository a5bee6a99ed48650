import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the studio has written down of a person; who has no row has neither. */
@Entity('coach_person_detail')
export class PersonDetail {
  @PrimaryColumn({ name: 'user_id', type: 'integer' })
  userId: number;

  /** As it was entered. */
  @Column({ type: 'varchar', length: 40, nullable: true })
  phone: string | null;

  @Column({ type: 'varchar', length: 500, nullable: true })
  note: string | null;

  @Column({ name: 'changed_at', type: 'datetime' })
  changedAt: Date;

  @Column({ name: 'changed_by', type: 'integer', nullable: true })
  changedBy: number | null;
}
