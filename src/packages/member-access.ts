import { Injectable } from '@nestjs/common';
import { type CoveredMembers, type MemberScope, VisibleMembers } from '../audit/visible-members.js';
import type { Reach } from '../http/access.js';
import type { Actor, Person } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problem.js';
import { type StudioDay, studioDayOf } from '../common/studio-day.js';
import type { Tx } from '../database/tx.js';
import { MemberAccessRepository, type StandIn } from './member-access.repository.js';
import type { Cover } from './substitution-rules.js';

/** The packages that somebody may see: of one coach's members, of one member, or all. */
export interface PackageScope {
  readonly coachId?: number;
  readonly memberId?: number;
  /** Of other coaches, for whom the coach stands in today. */
  readonly covers?: readonly Cover[];
}

/** The coach whose packages something is about, and on which days somebody stands in for them. */
export interface Acting {
  /** Undefined for those of all coaches. */
  readonly coachId: number | undefined;
  /** None where nobody stands in: the coach themselves, the desk, the member. */
  readonly covers: readonly Cover[];
}

/**
 * The ownership rule: whose member is this? A coach reaches the members to whom the coach is
 * assigned, which is what `IS_ASSIGNED` in package-sql.ts says of a package of the two; and while
 * they stand in for another coach, those of that one, as `COVERS_MEMBER` says.
 */
@Injectable()
export class MemberAccess extends VisibleMembers {
  constructor(
    private readonly clock: Clock,
    private readonly access: MemberAccessRepository,
  ) {
    super();
  }

  /**
   * Lets the person through to the member or throws. Who does not reach everybody gets
   * `not_your_member` whether or not the id exists, so that trying ids teaches nothing; others get
   * `member_not_found`. Who reaches the member by standing in alone gets `substitute_not_allowed`,
   * but for what substitutes may do.
   */
  async require(
    tx: Tx,
    person: Person,
    reach: Reach,
    memberId: number,
    isForSubstitutes = false,
  ): Promise<void> {
    const by = reach === 'assigned' ? await this.reachOf(tx, person.id, memberId) : undefined;
    const isTheirs = reach === 'all' || (reach === 'self' && person.id === memberId);
    if (!isTheirs && by === undefined) throw notYours();
    if (by === 'covered' && !isForSubstitutes) throw notForSubstitutes();
    if (reach === 'all' && !(await this.access.isMember(tx, memberId))) {
      throw new Problem('member_not_found', `There is no member ${memberId}.`);
    }
  }

  async scopeOf(tx: Tx, person: Person): Promise<MemberScope> {
    if (person.role === 'coach') return this.access.assignedMemberIds(tx, person.id);
    return person.role === 'member' ? [person.id] : 'all';
  }

  async coveredBy(tx: Tx, person: Person): Promise<CoveredMembers[]> {
    const covers = await this.coversOf(tx, person);
    const coachIds = [...new Set(covers.map(({ coachId }) => coachId))];
    return Promise.all(
      coachIds.map(async (coachId) => {
        const theirs = covers.filter((one) => one.coachId === coachId);
        const memberIds = await this.access.assignedMemberIds(tx, coachId);
        return { coachId, memberIds: among(memberIds, theirs) };
      }),
    );
  }

  /**
   * The members of whom somebody sees what is with the coach, in no order; undefined, everybody's,
   * for none. Throws `forbidden` where a coach names another one for whom they do not stand in.
   */
  async memberIdsOf(
    tx: Tx,
    person: Person,
    coachId: number | undefined,
  ): Promise<number[] | undefined> {
    if (coachId === undefined) return undefined;
    if (isThemselves(person, coachId)) return this.access.assignedMemberIds(tx, coachId);
    const covers = await this.coversOf(tx, person, { coachId });
    if (covers.length === 0) throw notTheirEyes();
    return among(await this.access.assignedMemberIds(tx, coachId), covers);
  }

  /** How many members have sessions left with the coach, run without a count, or wait for one. */
  async countTraining(tx: Tx, coachId: number, at: Date): Promise<number> {
    return this.access.countTraining(tx, coachId, at);
  }

  /** Of those who ask this of a coach, one at a time goes on; behind the locks of packages. */
  async lockCoach(tx: Tx, coachId: number): Promise<void> {
    await this.access.lockCoach(tx, coachId);
  }

  /** The packages that a person sees now: coaches their own, and those that they stand in for. */
  async packageScopeOf(tx: Tx, person: Person): Promise<PackageScope> {
    const { id, role } = person;
    if (role !== 'coach') return role === 'member' ? { memberId: id } : {};
    const covers = await this.coversOf(tx, person);
    return { coachId: id, ...(covers.length === 0 ? {} : { covers }) };
  }

  /**
   * The coach whose packages an actor sees: coaches only their own, others everybody's or those of
   * the coach they name. Throws `forbidden` where a coach names another one.
   */
  coachScopeOf(actor: Actor, named?: number): number | undefined {
    if (actor.role !== 'coach') return named;
    if (named !== undefined && named !== actor.id) throw notTheirEyes();
    return actor.id;
  }

  /**
   * As `coachScopeOf`, for the pair of a member and a coach. Throws `not_your_member` where a coach
   * names another one.
   */
  coachOfPair(actor: Actor, named?: number): number | undefined {
    if (!isThemselves(actor, named)) throw notYourPair();
    return this.coachScopeOf(actor, named);
  }

  /**
   * As `coachOfPair`, for what substitutes may do: a coach may name another one, while they stand
   * in for them with this member. Only then anything is asked.
   */
  async actingFor(
    tx: Tx,
    actor: Actor,
    memberId: number,
    named: number | undefined,
  ): Promise<Acting> {
    if (isThemselves(actor, named)) {
      return { coachId: this.coachScopeOf(actor, named), covers: [] };
    }
    const covers = await this.coversOf(tx, actor, { coachId: named, memberId });
    if (covers.length === 0) throw notYourPair();
    return { coachId: named, covers };
  }

  /**
   * For whom whoever acts may be training: those that a substitute has named, and of somebody at
   * the desk who also coaches all of today. Nothing is asked of others.
   */
  async trainedFor(tx: Tx, actor: Actor, { covers }: Acting): Promise<readonly Cover[]> {
    const isAtDesk = actor.role === 'admin' || actor.role === 'staff';
    return isAtDesk ? this.coversOf(tx, actor) : covers;
  }

  /** In what a coach stands in for others today; one who also coaches, beside another role. */
  async coversOf(
    tx: Tx,
    { id, role }: Actor,
    of: { coachId?: number | undefined; memberId?: number } = {},
  ): Promise<Cover[]> {
    if (id === null || role === 'member') return [];
    return this.access.covers(tx, { substituteId: id, day: this.today(tx), ...of });
  }

  /** As `coversOf`, of several, with whoever stands in. */
  async coversOfEach(tx: Tx, ids: readonly number[]): Promise<StandIn[]> {
    return ids.length === 0 ? [] : this.access.coversOfEach(tx, ids, this.today(tx));
  }

  private async reachOf(
    tx: Tx,
    coachId: number,
    memberId: number,
  ): Promise<'own' | 'covered' | undefined> {
    return this.access.reachOf(tx, { coachId, memberId, day: this.today(tx) });
  }

  private today({ studioTimeZone }: Tx): StudioDay {
    return studioDayOf(this.clock.now(), studioTimeZone);
  }
}

/** Whether a coach who is named is the one who asks, or they reach everybody's. */
function isThemselves({ id, role }: Actor, named: number | undefined): boolean {
  return role !== 'coach' || named === undefined || named === id;
}

/** Those of a coach's members whom some substitutions are about. */
function among(memberIds: readonly number[], covers: readonly Cover[]): number[] {
  const named = new Set(covers.map(({ memberId }) => memberId));
  return memberIds.filter((id) => named.has(null) || named.has(id));
}

function notYours(): Problem {
  return new Problem('not_your_member', 'This is not one of your members.');
}

function notYourPair(): Problem {
  return new Problem('not_your_member', 'Only your own packages with this member are yours.');
}

function notTheirEyes(): Problem {
  return new Problem('forbidden', 'A coach sees nothing through the eyes of another coach.');
}

function notForSubstitutes(): Problem {
  const detail =
    'You stand in for the coach of this member, whom you must name by coachId. What a substitute ' +
    'may not do stays with the coach and the front desk.';
  return new Problem('substitute_not_allowed', detail);
}
