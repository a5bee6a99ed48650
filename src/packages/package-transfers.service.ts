import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Problem } from '../common/problem.js';
import { Reasons } from '../settings/reasons.service.js';
import type { TransferAnswerDto } from './dto/transfer.dto.js';
import type { TransferPackageDto } from './dto/transfer-input.dto.js';
import { MemberAccess } from './member-access.js';
import { MemberAccessRepository } from './member-access.repository.js';
import { PackagesService } from './packages.service.js';
import { requireCoaching } from './sale-rules.js';
import { TransferLedger } from './transfer-ledger.service.js';
import { type Place, placeOf, requireMayGive, sessionsToGo } from './transfer-rules.js';

/** Has sessions go to another coach or another member; coaches give away those with themselves. */
@Injectable()
export class PackageTransfers {
  constructor(
    private readonly access: MemberAccess,
    private readonly people: MemberAccessRepository,
    private readonly packages: PackagesService,
    private readonly ledger: TransferLedger,
    private readonly reasons: Reasons,
  ) {}

  /**
   * Transfers sessions of a package to a new one. Throws `same_place`, `package_voided`,
   * `package_frozen`, `package_not_active`, `nothing_to_transfer`, `balance_below_zero`,
   * `not_counted`, `forbidden` where a coach names another member, `coach_not_found`,
   * `member_not_found` or `person_not_active` for whom they should go to, `package_not_found`,
   * `package_changed` or `reason_code_unknown`.
   */
  async transfer(
    work: AuditedWork,
    memberId: number,
    packageId: number,
    input: TransferPackageDto,
  ): Promise<TransferAnswerDto> {
    const { tx, at, actor } = work;
    const why = this.reasons.of(input);
    requireMayGive(actor, memberId, input);
    const whose = { memberId, coachId: this.access.coachScopeOf(actor) };
    const before = await this.packages.lockOne(work, packageId, whose, input.expectedVersion);
    const place = placeOf(before, input);
    const mayMoveEnded = actor.role !== 'coach';
    const sessions = sessionsToGo(before, input.sessions, { at, mayMoveEnded });
    await this.requirePeople(work, before, place);
    const { from, to } = await this.ledger.transfer(work, before, { ...place, sessions, why });
    const [was, is] = await this.packages.describe(tx, [from, to], at);
    if (!was || !is) throw new Error('Two packages were described as fewer.');
    return { sessions, package: is, from: was };
  }

  /** By rising id, so that two who give each other something wait, and lock nobody out. */
  private async requirePeople(work: AuditedWork, from: Place, to: Place): Promise<void> {
    const asks = [
      { id: to.coachId, ask: () => this.requireCoach(work, to.coachId) },
      ...(to.memberId === from.memberId
        ? []
        : [{ id: to.memberId, ask: () => this.requireMember(work, to.memberId) }]),
    ];
    for (const { ask } of asks.toSorted((a, b) => a.id - b.id)) await ask();
  }

  private async requireCoach({ tx }: AuditedWork, id: number): Promise<void> {
    requireCoaching(id, await this.people.lockCoach(tx, id));
  }

  private async requireMember({ tx }: AuditedWork, id: number): Promise<void> {
    const member = await this.people.lockMember(tx, id);
    if (!member) throw new Problem('member_not_found', `There is no member ${id}.`);
    if (member.isOff) throw new Problem('person_not_active', `Member ${id} is switched off.`);
  }
}
