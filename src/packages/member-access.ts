import { Injectable } from '@nestjs/common';
import { type MemberScope, VisibleMembers } from '../audit/visible-members.js';
import type { Reach } from '../http/access.js';
import type { Actor, Person } from '../common/actor.js';
import { Problem } from '../common/problem.js';
import type { Tx } from '../database/tx.js';
import { MemberAccessRepository } from './member-access.repository.js';

/** The packages that somebody may see: of one coach's members, of one member, or all. */
export interface PackageScope {
  readonly coachId?: number;
  readonly memberId?: number;
}

/**
 * The ownership rule: whose member is this? A coach reaches the members to whom the coach is
 * assigned, which is what `IS_ASSIGNED` in package-sql.ts says of a package of the two.
 */
@Injectable()
export class MemberAccess extends VisibleMembers {
  constructor(private readonly access: MemberAccessRepository) {
    super();
  }

  /**
   * Lets the person through to the member or throws. Who does not reach everybody gets
   * `not_your_member` whether or not the id exists, so that trying ids teaches nothing; others get
   * `member_not_found`.
   */
  async require(tx: Tx, person: Person, reach: Reach, memberId: number): Promise<void> {
    const isTheirs =
      reach === 'all' ||
      (reach === 'self' && person.id === memberId) ||
      (reach === 'assigned' && (await this.access.isAssigned(tx, person.id, memberId)));
    if (!isTheirs) throw new Problem('not_your_member', 'This is not one of your members.');
    if (reach === 'all' && !(await this.access.isMember(tx, memberId))) {
      throw new Problem('member_not_found', `There is no member ${memberId}.`);
    }
  }

  async scopeOf(tx: Tx, person: Person): Promise<MemberScope> {
    if (person.role === 'coach') return this.access.assignedMemberIds(tx, person.id);
    return person.role === 'member' ? [person.id] : 'all';
  }

  /** The members to whom the coach is assigned, in no order; undefined, everybody's, for none. */
  async memberIdsOf(tx: Tx, coachId: number | undefined): Promise<number[] | undefined> {
    return coachId === undefined ? undefined : this.access.assignedMemberIds(tx, coachId);
  }

  /** How many members have sessions left with the coach, run without a count, or wait for one. */
  async countTraining(tx: Tx, coachId: number, at: Date): Promise<number> {
    return this.access.countTraining(tx, coachId, at);
  }

  /** Of those who ask this of a coach, one at a time goes on; behind the locks of packages. */
  async lockCoach(tx: Tx, coachId: number): Promise<void> {
    await this.access.lockCoach(tx, coachId);
  }

  /** The packages that a person sees: coaches their own, of the members assigned to them. */
  packageScopeOf({ id, role }: Person): PackageScope {
    if (role === 'coach') return { coachId: id };
    return role === 'member' ? { memberId: id } : {};
  }

  /**
   * The coach whose packages an actor sees: coaches only their own, others everybody's or those of
   * the coach they name. Throws `forbidden` where a coach names another one.
   */
  coachScopeOf(actor: Actor, named?: number): number | undefined {
    if (actor.role !== 'coach') return named;
    if (named !== undefined && named !== actor.id) {
      throw new Problem('forbidden', 'A coach sees nothing through the eyes of another coach.');
    }
    return actor.id;
  }

  /**
   * As `coachScopeOf`, for the pair of a member and a coach. Throws `not_your_member` where a coach
   * names another one.
   */
  coachOfPair(actor: Actor, named?: number): number | undefined {
    if (actor.role === 'coach' && named !== undefined && named !== actor.id) {
      throw new Problem('not_your_member', 'Only your own packages with this member are yours.');
    }
    return this.coachScopeOf(actor, named);
  }
}
