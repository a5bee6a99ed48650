import type { Person } from '../common/actor.js';
import type { Tx } from '../database/tx.js';

/** The members whose data a person may see: everybody's, or those of a list. */
export type MemberScope = 'all' | readonly number[];

/** Members of a coach whom another one trains meanwhile. */
export interface CoveredMembers {
  readonly coachId: number;
  readonly memberIds: readonly number[];
}

/**
 * What the log needs to know of the ownership rule. The packages module, which owns the rule,
 * provides it; the log cannot import it, because packages write to the log.
 */
export abstract class VisibleMembers {
  abstract scopeOf(tx: Tx, person: Person): Promise<MemberScope>;

  /** Whom a coach sees besides, while they stand in for other coaches. */
  abstract coveredBy(tx: Tx, person: Person): Promise<readonly CoveredMembers[]>;
}
