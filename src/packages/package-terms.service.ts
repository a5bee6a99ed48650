import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Problem } from '../common/problem.js';
import type { ChangePackageDto } from './dto/package-input.dto.js';
import { CoachLimits } from './coach-limits.service.js';
import { MemberAccess } from './member-access.js';
import { MemberAccessRepository } from './member-access.repository.js';
import { futureOrNull, wholeSecond } from './end-rules.js';
import type { Approval, Package } from './package.entity.js';
import { requireReached } from './freezing-rules.js';
import { goesOn, legacyStatusOf, termsOf } from './package-rules.js';
import type { PackageDto } from './dto/package.dto.js';
import { PackagesRepository } from './packages.repository.js';
import { PackagesService } from './packages.service.js';
import { agreedStatus, switchedOff } from './sale-rules.js';
import { requireOpen } from './void-rules.js';
import { Reasons, type TakenBefore } from '../settings/reasons.service.js';

/** Changes the terms of packages; balances are moved by usages and adjustments alone. */
@Injectable()
export class PackageTermsService {
  constructor(
    private readonly access: MemberAccess,
    private readonly people: MemberAccessRepository,
    private readonly packageRows: PackagesRepository,
    private readonly packages: PackagesService,
    private readonly limits: CoachLimits,
    private readonly reasons: Reasons,
  ) {}

  /** Coaches whom only an older system knew are none here, and not off. */
  private async requireOn({ tx }: AuditedWork, id: number): Promise<void> {
    const coach = await this.people.lockCoach(tx, id);
    if (coach?.isOff) throw switchedOff(id);
  }

  /**
   * Changes date, approvals or connection of a package. Coaches may only extend, as far as the
   * studio lets them. Throws `approval_required`, `package_not_found`, `package_changed`,
   * `package_voided`, `forbidden`, `reason_code_unknown`, `not_freezable` where a freeze that is to
   * come would begin after the last day, or `person_not_active` where what is over would go on with
   * a coach who is switched off.
   */
  async change(
    work: AuditedWork,
    memberId: number,
    packageId: number,
    input: ChangePackageDto & TakenBefore,
  ): Promise<PackageDto> {
    const { tx, at } = work;
    const why = this.reasons.of(input);
    const coachScope = this.access.coachScopeOf(work.actor);
    const whose = { memberId, coachId: coachScope };
    const before = await this.packages.lockOne(work, packageId, whose, input.expectedVersion);
    if (!isEnding(input)) requireOpen(before);
    if (coachScope !== undefined) requireExtension(before, input, at);

    const after = changed(before, input, at);
    if (JSON.stringify(termsOf(before)) === JSON.stringify(termsOf(after))) {
      work.didNothing();
      return this.packages.describeOne(tx, before, at);
    }
    if (isEarlier(before, after)) requireReached(after, { at, zone: tx.studioTimeZone });
    await this.limits.requireExtendable(work, before, after);
    if (goesOn(after, at) && !goesOn(before, at)) await this.requireOn(work, before.coachId);
    await this.packageRows.changeTerms(tx, after);
    const current = { ...after, version: before.version + 1 };
    work.did({
      memberId,
      coachId: before.coachId,
      packageId,
      before: termsOf(before),
      after: termsOf(current),
      ...why,
    });
    return this.packages.describeOne(tx, current, at);
  }
}

/** Whether it ends the connection and nothing else, as it may of a voided package, too. */
function isEnding({ expiresAt, approvals, disconnected }: ChangePackageDto): boolean {
  return disconnected === true && expiresAt === undefined && approvals === undefined;
}

function isEarlier(before: Package, { expiresAt }: Package): boolean {
  return expiresAt !== null && (before.expiresAt === null || expiresAt < before.expiresAt);
}

function requireExtension(before: Package, input: ChangePackageDto, at: Date): void {
  const { expiresAt, approvals, disconnected } = input;
  if (approvals !== undefined || disconnected !== undefined || expiresAt === null) {
    throw new Problem('forbidden', 'A coach may extend a package, and change nothing else of it.');
  }
  if (expiresAt === undefined) return;
  const date = futureOrNull(expiresAt, at);
  if (date && (before.expiresAt === null || date < before.expiresAt)) {
    throw new Problem('forbidden', 'A coach may extend a package, not shorten it.');
  }
}

function changed(before: Package, input: ChangePackageDto, at: Date): Package {
  const { coach = before.coachApproval, staff = before.staffApproval } = input.approvals ?? {};
  const approvedAt = (now: Approval, was: Approval, since: Date | null) =>
    now === was ? since : now === 'approved' ? at : null;
  const after: Package = {
    ...before,
    coachApproval: coach,
    staffApproval: staff,
    coachApprovedAt: approvedAt(coach, before.coachApproval, before.coachApprovedAt),
    staffApprovedAt: approvedAt(staff, before.staffApproval, before.staffApprovedAt),
    expiresAt: expiryOf(before, input),
  };
  if (input.disconnected === true) return { ...after, status: 'disconnected' };
  const reconnected: Package =
    input.disconnected === false && after.status === 'disconnected'
      ? { ...after, status: 'expired' }
      : after;
  const isAgreed = JSON.stringify(termsOf(before)) !== JSON.stringify(termsOf(reconnected));
  const status = isAgreed ? agreedStatus(reconnected, at) : legacyStatusOf(reconnected, at);
  return { ...reconnected, status };
}

function expiryOf(before: Package, { expiresAt }: ChangePackageDto): Date | null {
  if (expiresAt === undefined) return before.expiresAt;
  return expiresAt === null ? null : wholeSecond(new Date(expiresAt));
}
