import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Action, Outcome } from './actions.js';

/**
 * How often somebody was refused the same in one hour. A row without action and code counts what
 * the log got of that person altogether.
 */
@Entity('coach_refusal_count')
export class RefusalCount {
  /** The end of the hour. */
  @PrimaryColumn({ name: 'ends_at', type: 'datetime' })
  endsAt: Date;

  @PrimaryColumn({ name: 'actor_id', type: 'integer' })
  actorId: number;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  action: Action | '';

  @PrimaryColumn({ type: 'varchar', length: 50 })
  code: string;

  /** On whom; 0 for nobody, or for whom it does not matter any more. */
  @PrimaryColumn({ name: 'member_id', type: 'integer' })
  memberId: number;

  /** How many have a row of their own in the log. */
  @Column({ type: 'integer', default: 0 })
  logged: number;

  /** How many have not. */
  @Column({ type: 'integer', default: 0 })
  counted: number;

  @Column({ name: 'actor_role', type: 'varchar', length: 20 })
  actorRole: string;

  @Column({ type: 'varchar', length: 10 })
  outcome: Outcome;

  /** The status that answered them. */
  @Column({ type: 'integer' })
  status: number;

  /** When the last of them was. */
  @Column({ name: 'last_at', type: 'datetime' })
  lastAt: Date;
}
