import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A person of any kind. The legacy table has more columns, which are not ours. */
@Entity('user')
export class User {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ name: 'user_type_id', type: 'integer' })
  userTypeId: number;

  @Column({ type: 'varchar', length: 191 })
  email: string;

  /** An argon2id hash of ours, or a bcrypt hash of the legacy system. */
  @Column({ type: 'varchar', length: 255 })
  password: string;

  @Column({ name: 'fname', type: 'varchar', length: 255 })
  firstName: string;

  @Column({ name: 'mname', type: 'varchar', length: 255, nullable: true })
  middleName: string | null;

  @Column({ name: 'lname', type: 'varchar', length: 255 })
  lastName: string;
}
