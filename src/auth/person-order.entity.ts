import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Where somebody stands among all, and what of `user` that and their words were made from. */
@Entity('coach_person_order')
@Index('ix_person_order_key', ['sortKey', 'userId'])
export class PersonOrder {
  @PrimaryColumn({ name: 'user_id', type: 'integer' })
  userId: number;

  @Column({ name: 'sort_key', type: 'varchar', length: 120 })
  sortKey: string;

  @Column({ name: 'first_name', type: 'varchar', length: 255 })
  firstName: string;

  @Column({ name: 'last_name', type: 'varchar', length: 255 })
  lastName: string;

  @Column({ type: 'varchar', length: 255 })
  email: string;
}
