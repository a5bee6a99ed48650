import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { NamesService } from '../audit/names.service.js';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problem.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Reasons } from '../settings/reasons.service.js';
import type { HandedOverDto, HandOverPlanDto } from './dto/hand-over.dto.js';
import type { HandOverDto, HandOverQueryDto } from './dto/hand-over-input.dto.js';
import { HANDED_OVER, handOverOf, MOST_HANDED_OVER, sumOf } from './hand-over-rules.js';
import { HandOversRepository } from './hand-overs.repository.js';
import { MemberAccessRepository } from './member-access.repository.js';
import type { Package } from './package.entity.js';
import { PackagesService } from './packages.service.js';
import { requireCoaching } from './sale-rules.js';
import { TransferLedger } from './transfer-ledger.service.js';

/** Rows that a plan shows; the sums are of all. */
const MOST_SHOWN = 100;

/** Has what a coach still has to give members go to another coach, when one leaves or has left. */
@Injectable()
export class HandOvers {
  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: HandOversRepository,
    private readonly people: MemberAccessRepository,
    private readonly packages: PackagesService,
    private readonly ledger: TransferLedger,
    private readonly reasons: Reasons,
    private readonly names: NamesService,
  ) {}

  /**
   * What a hand-over would do, and what would stay. Throws `person_not_found`, and as `handOver`
   * does where it says to whom.
   */
  async plan(
    coachId: number,
    { toCoachId, includeEnded = false }: HandOverQueryDto,
  ): Promise<HandOverPlanDto> {
    const at = this.clock.now();
    return this.unitOfWork.read(
      async (tx) => {
        if (toCoachId !== undefined) {
          requireOther(coachId, toCoachId);
          requireCoaching(toCoachId, await this.people.findCoach(tx, toCoachId));
        }
        const found = await this.rows.packagesOf(tx, coachId, at);
        if (found.length === 0) await this.requireSomebody(tx, coachId);
        const { going, staying } = handOverOf(found, at, { includeEnded });
        const members = byMember(going).slice(0, MOST_SHOWN);
        const shown = staying.slice(0, MOST_SHOWN);
        const ids = [...members.map(([id]) => id), ...shown.map(({ one }) => one.memberId)];
        const names = await this.names.of(tx, ids);
        const nameOf = (id: number) => names.get(id)?.name ?? '';
        return {
          ...sumOf(going),
          going: members.map(([memberId, theirs]) => {
            const { packages, sessions } = sumOf(theirs);
            return { memberId, memberName: nameOf(memberId), packages, sessions };
          }),
          staying: shown.map(({ one: { id: packageId, memberId, ...one }, reason }) => {
            const sessions = one.isCounted ? (one.remaining ?? 0) : null;
            return { packageId, memberId, memberName: nameOf(memberId), sessions, reason };
          }),
          stayingCount: staying.length,
        };
      },
      { isReport: true },
    );
  }

  /**
   * Transfers all that can go, up to a number at once; the answer says how many are left. Throws
   * `same_place`, `coach_not_found`, `person_not_active`, `person_not_found`,
   * `nothing_to_transfer` or `reason_code_unknown`.
   */
  async handOver(
    work: AuditedWork,
    coachId: number,
    { toCoachId, includeEnded = false, ...said }: HandOverDto,
  ): Promise<HandedOverDto> {
    const { tx, at } = work;
    const why = this.reasons.of(said);
    requireOther(coachId, toCoachId);
    const found = await this.rows.packagesOf(tx, coachId, at);
    const { going } = handOverOf(found, at, { includeEnded });
    const locked: Package[] = [];
    // By rising id, as everybody does; people are locked behind packages.
    for (const { id, memberId } of going.slice(0, MOST_HANDED_OVER)) {
      locked.push(await this.packages.lockOne(work, id, { memberId, coachId }));
    }
    requireCoaching(toCoachId, await this.people.lockCoach(tx, toCoachId));
    const { going: ready } = handOverOf(locked, at, { includeEnded });
    if (ready.length === 0) {
      await this.requireSomebody(tx, coachId);
      throw new Problem('nothing_to_transfer', 'This coach has nothing that could go.');
    }
    for (const one of ready) {
      const sessions = one.isCounted ? (one.remaining ?? 0) : null;
      const place = { memberId: one.memberId, coachId: toCoachId };
      await this.ledger.transfer(work, one, { ...place, sessions, why, code: HANDED_OVER });
    }
    const sum = sumOf(ready);
    work.did({ coachId, after: { userId: coachId, toCoachId, ...sum }, ...why });
    return { ...sum, left: going.length - locked.length };
  }

  /** Whoever is gone and has left something is known by that. */
  private async requireSomebody(tx: Tx, id: number): Promise<void> {
    if (await this.rows.isSomebody(tx, id)) return;
    throw new Problem('person_not_found', `There is no person ${id}.`);
  }
}

function requireOther(coachId: number, toCoachId: number): void {
  if (toCoachId !== coachId) return;
  throw new Problem('same_place', 'The packages are with this coach already.');
}

/** Members in the order of their first package, with all of theirs. */
function byMember(packages: readonly Package[]): [memberId: number, theirs: Package[]][] {
  const groups = new Map<number, Package[]>();
  for (const one of packages) {
    const group = groups.get(one.memberId);
    if (group) group.push(one);
    else groups.set(one.memberId, [one]);
  }
  return [...groups];
}
