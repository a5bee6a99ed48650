import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far IP addresses were taken out of the activity log. */
@Entity('coach_address_retention')
export class AddressRetentionState {
  /** Not called `id`: the database does not generate it. */
  @PrimaryColumn({ name: 'id', type: 'integer' })
  key: number;

  /** The `created_at` of the last row that was looked at, as it is stored. */
  @Column({ type: 'varchar', length: 30 })
  position: string;
}
