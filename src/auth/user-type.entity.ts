import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Kinds of people: 1 admin, 2 staff, 3 coach, 4 customer (a member). */
@Entity('usertype')
export class UserType {
  @PrimaryColumn({ type: 'integer' })
  id: number;

  @Column({ name: 'type_name', type: 'varchar', length: 50 })
  name: string;
}
