import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last number that was given of a sequence that must have no gaps. */
@Entity('coach_counter')
export class Counter {
  @PrimaryColumn({ type: 'varchar', length: 20 })
  name: string;

  @Column({ name: 'last_number', type: 'integer' })
  last: number;
}
