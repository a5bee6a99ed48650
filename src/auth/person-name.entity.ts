import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A word by whose beginning somebody is found: `src/common/folded-names.ts`. */
@Entity('coach_person_name')
@Index('ix_person_name_word', ['word', 'kind', 'userId'])
export class PersonName {
  @PrimaryColumn({ name: 'user_id', type: 'integer' })
  userId: number;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  word: string;

  /** One of `WORD_KINDS`. */
  @Column({ type: 'integer' })
  kind: number;
}
