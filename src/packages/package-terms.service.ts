import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { sessionsOf } from '../catalogue/catalogue-rules.js';
import { fieldError, Problem, validationProblem } from '../common/problem.js';
import type { ChangePackageDto, GrantPackageDto } from './dto/package-input.dto.js';
import { CoachLimits } from './coach-limits.service.js';
import { Ledger } from './ledger.service.js';
import { MemberAccess } from './member-access.js';
import { MemberAccessRepository } from './member-access.repository.js';
import type { Approval, LegacyStatus, Package } from './package.entity.js';
import { countsSessions, goesOn, legacyStatusOf, stateOf, termsOf } from './package-rules.js';
import type { PackageDto } from './dto/package.dto.js';
import { PackagesRepository } from './packages.repository.js';
import { PackagesService } from './packages.service.js';
import { type Approvals, approvalsByCoach, approvalsByDesk } from './sale-rules.js';
import { Reasons } from '../settings/reasons.service.js';
import { Settings } from '../settings/settings.service.js';

/** Sells packages and changes their terms; balances are moved by usages and adjustments alone. */
@Injectable()
export class PackageTermsService {
  constructor(
    private readonly access: MemberAccess,
    private readonly people: MemberAccessRepository,
    private readonly packageRows: PackagesRepository,
    private readonly packages: PackagesService,
    private readonly ledger: Ledger,
    private readonly settings: Settings,
    private readonly limits: CoachLimits,
    private readonly reasons: Reasons,
  ) {}

  /**
   * Grants a member a package with a coach. Coaches sell packages with themselves, where the studio
   * has set so as this process knows it: up to five seconds ago. Throws `coach_not_found`,
   * `coach_sales_off`, `forbidden`, `not_your_member` where a coach names another one,
   * `person_not_active` where the coach is switched off, `reason_code_unknown`, or
   * `validation_failed`.
   */
  async grant(work: AuditedWork, memberId: number, input: GrantPackageDto): Promise<PackageDto> {
    const { tx, at } = work;
    const { coachId, rateType = 'package' } = input;
    const why = this.reasons.of(input);
    const approvals = this.approvalsOf(work, input);
    const remaining = sessionsOf(rateType, input.sessions, tx.countedRateTypes);
    const isCounted = countsSessions({ rateType, remaining }, tx.countedRateTypes);
    const expiresAt = futureOrNull(input.expiresAt, at);
    await this.requireCoach(work, coachId);
    const sold = { coachId, memberId, rateType, remaining, isCounted, expiresAt };
    const one = await this.ledger.grant(work, newPackage(work, sold, approvals), why);
    return this.packages.describeOne(tx, one, at);
  }

  private approvalsOf({ actor }: AuditedWork, { coachId, approvals }: GrantPackageDto): Approvals {
    if (actor.role !== 'coach') return approvalsByDesk(approvals);
    const agreed = approvalsByCoach(this.settings.values.coachSales, approvals);
    this.access.coachOfPair(actor, coachId);
    return agreed;
  }

  private async requireCoach({ tx }: AuditedWork, id: number): Promise<void> {
    const coach = await this.people.lockCoach(tx, id);
    if (!coach) throw new Problem('coach_not_found', `There is no coach ${id}.`);
    if (coach.isOff) throw switchedOff(id);
  }

  /** Coaches whom only an older system knew are none here, and not off. */
  private async requireOn({ tx }: AuditedWork, id: number): Promise<void> {
    const coach = await this.people.lockCoach(tx, id);
    if (coach?.isOff) throw switchedOff(id);
  }

  /**
   * Changes date, approvals or connection of a package. Coaches may only extend, as far as the
   * studio lets them. Throws `approval_required`, `package_not_found`, `package_changed`,
   * `forbidden`, `reason_code_unknown`, or `person_not_active` where what is over would go on with
   * a coach who is switched off.
   */
  async change(
    work: AuditedWork,
    memberId: number,
    packageId: number,
    input: ChangePackageDto,
  ): Promise<PackageDto> {
    const { tx, at } = work;
    const why = this.reasons.of(input);
    const coachScope = this.access.coachScopeOf(work.actor);
    const whose = { memberId, coachId: coachScope };
    const before = await this.packages.lockOne(work, packageId, whose, input.expectedVersion);
    if (coachScope !== undefined) requireExtension(before, input, at);

    const after = changed(before, input, at);
    if (JSON.stringify(termsOf(before)) === JSON.stringify(termsOf(after))) {
      work.didNothing();
      return this.packages.describeOne(tx, before, at);
    }
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

type Sold = Pick<
  Package,
  'coachId' | 'memberId' | 'rateType' | 'remaining' | 'isCounted' | 'expiresAt'
>;

function newPackage(
  { at, actor }: AuditedWork,
  sold: Sold,
  { coach, staff }: Approvals,
): Omit<Package, 'id'> {
  const isByCoach = actor.role === 'coach';
  const one: Omit<Package, 'id'> = {
    ...sold,
    status: 'expired',
    coachApproval: coach,
    staffApproval: staff,
    requestedAt: at,
    coachApprovedAt: coach === 'approved' ? at : null,
    staffApprovedAt: staff === 'approved' ? at : null,
    paymentReceived: 0,
    handledByCoach: isByCoach ? actor.id : null,
    handledByStaff: isByCoach ? null : actor.id,
    granted: sold.remaining ?? 0,
    booked: sold.remaining,
    version: 1,
  };
  return { ...one, status: agreedStatus(one, at) };
}

/**
 * The legacy status by the terms alone, where people have just agreed on them: whatever ended the
 * subscription before does not count any more, but that it was disconnected.
 */
function agreedStatus(one: Omit<Package, 'id'>, at: Date): LegacyStatus {
  if (one.status === 'disconnected' || stateOf(one, at) === 'pending') return one.status;
  return legacyStatusOf({ ...one, status: 'active' }, at);
}

function switchedOff(coachId: number): Problem {
  return new Problem('person_not_active', `Coach ${coachId} is switched off.`);
}

function futureOrNull(text: string | null | undefined, at: Date): Date | null {
  if (text === undefined || text === null) return null;
  const instant = wholeSecond(new Date(text));
  if (instant <= at) throw invalid('expiresAt', 'expiresAt must be in the future.');
  return instant;
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

/** The database keeps no fractions, so what is answered should have none either. */
function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}

function invalid(field: string, message: string): Problem {
  return validationProblem([fieldError('body', field, message)]);
}
