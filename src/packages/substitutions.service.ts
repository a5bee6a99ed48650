import { Injectable } from '@nestjs/common';
import type { AuditedWork, Change } from '../audit/audited-work.js';
import { NamesService } from '../audit/names.service.js';
import type { Person } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problem.js';
import { type StudioDay, studioDayOf } from '../common/studio-day.js';
import type { Why } from '../common/why.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Reasons } from '../settings/reasons.service.js';
import type {
  ChangeSubstitutionDto,
  SetSubstitutionDto,
  SubstitutionDto,
  SubstitutionListDto,
  SubstitutionPathDto,
} from './dto/substitution.dto.js';
import { MemberAccessRepository } from './member-access.repository.js';
import { requireCoaching } from './sale-rules.js';
import type { Substitution } from './substitution.entity.js';
import {
  isComingOrCurrent,
  requireDays,
  requireEnd,
  requireOther,
  requirePresent,
  requireUncovered,
  STANDS_IN,
  type Substituted,
} from './substitution-rules.js';
import { SubstitutionsRepository } from './substitutions.repository.js';

/** How many a list has at most. */
const LISTED = 100;

/** Has a coach stand in for another one who is away: the desk says so. */
@Injectable()
export class Substitutions {
  constructor(
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: SubstitutionsRepository,
    private readonly people: MemberAccessRepository,
    private readonly reasons: Reasons,
    private readonly names: NamesService,
  ) {}

  /** Those of a coach, the newest first. Throws `coach_not_found`. */
  async list(coachId: number): Promise<SubstitutionListDto> {
    return this.unitOfWork.read(async (tx) => {
      const [found, coach] = await Promise.all([
        this.rows.ofCoach(tx, coachId, LISTED),
        this.people.findCoach(tx, coachId),
      ]);
      if (!coach && found.length === 0) throw noCoach(coachId);
      return { data: await this.describe(tx, found) };
    });
  }

  /** Those in force or to come that a person is part of, the earliest first; why is the coach's. */
  async own({ id }: Person): Promise<SubstitutionListDto> {
    const today = studioDayOf(this.clock.now(), this.config.studioTimeZone);
    return this.unitOfWork.read(async (tx) => {
      const found = await this.rows.about(tx, [id], today);
      const shown = found
        .filter((one) => isComingOrCurrent(one, today))
        .toSorted((a, b) => (a.from < b.from ? -1 : 1))
        .map((one) => (one.coachId === id ? one : { ...one, reason: null, reasonCode: null }));
      return { data: await this.describe(tx, shown) };
    });
  }

  /**
   * Has somebody stand in. Throws `same_coach`, `validation_failed`, `substitution_too_long`,
   * `coach_not_found`, `person_not_active`, `member_not_found` for whom the coach does not train,
   * `already_substituted`, `substitute_away` or `reason_code_unknown`.
   */
  async set(
    work: AuditedWork,
    coachId: number,
    { substituteId, from, to, memberId: named, ...said }: SetSubstitutionDto,
  ): Promise<SubstitutionDto> {
    const { tx, at, actor } = work;
    const why = this.reasons.of(said);
    const memberId = named ?? null;
    const today = this.todayOf(work);
    requireOther(coachId, substituteId);
    requireDays({ from, to }, today);
    await this.lock(tx, { coachId, substituteId });
    if (memberId !== null) await this.requireMember(tx, { coachId, memberId, day: today });
    const wanted = { id: 0, coachId, substituteId, memberId, from, to };
    await this.requirePossible(tx, wanted, today);
    const made = { createdAt: at, createdBy: actor.id, endedAt: null, endedBy: null };
    const row = { ...wanted, ...why, ...made };
    const one = { ...row, id: await this.rows.insert(tx, row) };
    log(work, one, { after: told(one) }, why);
    return this.describeOne(tx, one);
  }

  /**
   * Gives a substitution another last day. Throws `substitution_not_found`, `substitution_over`,
   * and as `set` where it gets longer.
   */
  async change(
    work: AuditedWork,
    { personId: coachId, substitutionId }: SubstitutionPathDto,
    { to }: ChangeSubstitutionDto,
  ): Promise<SubstitutionDto> {
    const { tx, at, actor } = work;
    const today = this.todayOf(work);
    const seen = await this.rows.find(tx, substitutionId);
    if (seen?.coachId !== coachId) throw notFound(substitutionId);
    await this.lock(tx, seen, to > seen.to);
    const before = (await this.rows.find(tx, substitutionId)) ?? seen;
    if (before.to === to) {
      work.didNothing();
      return this.describeOne(tx, before);
    }
    requireEnd(before, to, today);
    const after = { ...before, to };
    if (to > before.to) await this.requirePossible(tx, after, today);
    await this.rows.setEnd(tx, { id: before.id, to, at, by: actor.id });
    const isOver = to < today || to < before.from;
    const action = isOver ? 'substitution.ended' : 'substitution.changed';
    log(work, after, { action, before: told(before), after: told(after) });
    return this.describeOne(tx, after);
  }

  /** Both by rising id, so that of several acts about one of them each sees those before. */
  private async lock(
    tx: Tx,
    { coachId, substituteId }: Pick<Substitution, 'coachId' | 'substituteId'>,
    isWanted = true,
  ): Promise<void> {
    for (const id of [coachId, substituteId].toSorted((a, b) => a - b)) {
      const coach = await this.people.lockCoach(tx, id);
      if (!isWanted) continue;
      if (id === substituteId) requireCoaching(id, coach);
      else if (!coach) throw noCoach(id);
    }
  }

  private async requireMember(
    tx: Tx,
    { coachId, memberId, day }: { coachId: number; memberId: number; day: StudioDay },
  ): Promise<void> {
    if ((await this.people.reachOf(tx, { coachId, memberId, day })) === 'own') return;
    throw new Problem('member_not_found', `The coach ${coachId} has no member ${memberId}.`);
  }

  private async requirePossible(tx: Tx, one: Substituted, day: StudioDay): Promise<void> {
    const others = await this.rows.about(tx, [one.coachId, one.substituteId], day);
    requireUncovered(others, one);
    requirePresent(others, one);
  }

  private todayOf({ at }: AuditedWork): StudioDay {
    return studioDayOf(at, this.config.studioTimeZone);
  }

  private async describeOne(tx: Tx, one: Substitution): Promise<SubstitutionDto> {
    const [described] = await this.describe(tx, [one]);
    if (!described) throw new Error('one substitution is described as none');
    return described;
  }

  private async describe(tx: Tx, found: readonly Substitution[]): Promise<SubstitutionDto[]> {
    const people = found.flatMap((one) => [one.coachId, one.substituteId, one.memberId]);
    const names = await this.names.of(tx, people);
    const nameOf = (id: number) => names.get(id)?.name ?? '';
    return found.map(({ id, coachId, substituteId, memberId, createdAt, ...one }) => ({
      ...{ id, coachId, coachName: nameOf(coachId) },
      ...{ substituteId, substituteName: nameOf(substituteId) },
      ...{ memberId, memberName: memberId === null ? null : nameOf(memberId) },
      ...{ from: one.from, to: one.to, reason: one.reason, reasonCode: one.reasonCode },
      createdAt: createdAt.toISOString(),
    }));
  }
}

/** What the log says of a substitution. */
function told({ id, coachId, substituteId, memberId, from, to }: Substitution): object {
  return { substitutionId: id, coachId, substituteId, memberId, from, to };
}

/** For both coaches, each of whom finds what is with themselves; why is told to the first alone. */
function log(
  work: AuditedWork,
  { coachId, substituteId, memberId }: Substitution,
  said: Pick<Change, 'action' | 'before' | 'after'>,
  why: Partial<Why> = {},
): void {
  work.did({ coachId, memberId, ...said, ...why });
  work.did({ coachId: substituteId, ...said, code: STANDS_IN });
}

function noCoach(id: number): Problem {
  return new Problem('coach_not_found', `There is no coach ${id}.`);
}

function notFound(id: number): Problem {
  return new Problem('substitution_not_found', `This coach has no substitution ${id}.`);
}
